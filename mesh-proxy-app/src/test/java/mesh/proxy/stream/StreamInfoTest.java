package mesh.proxy.stream;

import static mesh.proxy.stream.ResponseFlag.DELAY_INJECTED;
import static mesh.proxy.stream.ResponseFlag.NO_HEALTHY_UPSTREAM;
import static mesh.proxy.stream.ResponseFlag.UPSTREAM_CONNECTION_FAILURE;
import static mesh.proxy.stream.ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import mesh.proxy.connection.ConnectionInfo;
import org.junit.jupiter.api.Test;

class StreamInfoTest {

  private final StreamInfo info =
      new StreamInfo(new ConnectionInfo(new InetSocketAddress(1), new InetSocketAddress(2)), 0, 0);

  @Test
  void keepsTheOrderOfFlags() {
    info.flag(UPSTREAM_RETRY_LIMIT_EXCEEDED);
    info.flag(DELAY_INJECTED);
    info.flag(UPSTREAM_RETRY_LIMIT_EXCEEDED);
    info.flag(UPSTREAM_CONNECTION_FAILURE);

    assertThat(flags())
        .containsExactly(
            UPSTREAM_RETRY_LIMIT_EXCEEDED, DELAY_INJECTED, UPSTREAM_CONNECTION_FAILURE);
  }

  @Test
  void forgetsAFlagAmongOthers() {
    info.flag(UPSTREAM_RETRY_LIMIT_EXCEEDED);
    info.flag(DELAY_INJECTED);
    info.flag(NO_HEALTHY_UPSTREAM);

    info.clearFlag(DELAY_INJECTED);
    info.clearFlag(UPSTREAM_CONNECTION_FAILURE);
    info.flag(UPSTREAM_CONNECTION_FAILURE);

    assertThat(flags())
        .containsExactly(
            UPSTREAM_RETRY_LIMIT_EXCEEDED, NO_HEALTHY_UPSTREAM, UPSTREAM_CONNECTION_FAILURE);
    assertThat(info.has(DELAY_INJECTED)).isFalse();
  }

  private List<ResponseFlag> flags() {
    return IntStream.range(0, info.flagCount()).mapToObj(info::flagAt).toList();
  }
}
