package mesh.proxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class BindRefusalTest {

  @Test
  void saysWhatToDo() {
    assertThat(sentence("127.0.0.1", new BindException("Address already in use")))
        .isEqualTo(
            "address: 127.0.0.1:80 (expected: an address that is free: another process or listener"
                + " has it)");
    assertThat(sentence("::1", new IOException("bind(..) failed: Permission denied")))
        .isEqualTo(
            "address: [0:0:0:0:0:0:0:1]:80 (expected: an address that this user may bind: ports"
                + " below 1024 and folders may be protected)");
    assertThat(sentence("192.0.2.1", new IOException("Cannot assign requested address")))
        .isEqualTo("address: 192.0.2.1:80 (expected: an address of this machine)");
    assertThat(sentence("127.0.0.1", new RuntimeException(new IOException("no route"))))
        .isEqualTo("address: 127.0.0.1:80 (expected: an address that can be bound: no route)");
  }

  private static String sentence(String host, Exception failure) {
    return String.valueOf(
        BindRefusal.of("address", new InetSocketAddress(host, 80), failure).getMessage());
  }
}
