package mesh.identity.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentitySettingsTest {

  private static final String ID = "spiffe://cluster.local/ns/shop/sa/stock";
  private static final String HASH = "ab".repeat(32);
  private static final Duration DAY = Duration.ofHours(24);

  @Test
  void isOffWithoutAnAuthority() {
    var written = new IdentitySettings.Written(null, null, null, null, null, null, DAY);

    assertThat(written.read("mesh.proxy.identity")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"localhost:8060,localhost,8060", "[::1]:1,::1,1", "mesh-ca:65535,mesh-ca,65535"})
  void takesAddresses(String address, String host, int port) {
    IdentitySettings settings = read(address, HASH, "state", ID);

    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.port()).isEqualTo(port);
    assertThat(settings.address()).isEqualTo(address);
  }

  @Test
  void takesFingerprintsAsOpenSslPrintsThem() {
    String colons = "AB:".repeat(31) + "AB";

    assertThat(read("a:1", HASH, "state", ID).pinned())
        .isEqualTo(read("a:1", colons, "state", ID).pinned())
        .isEqualTo(read("a:1", "sha256:" + HASH, "state", ID).pinned());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "localhost|%|state|%|ca-address: localhost (expected: host:port)",
        "a:0|%|state|%|ca-address: a:0 (expected: host:port, the port in 1..65535)",
        "a:70000|%|state|%|ca-address: a:70000 (expected: host:port, the port in 1..65535)",
        "a:1|-|state|%|root-file: null (expected: either this or root-fingerprint",
        "a:1|ab:cd|state|%|root-fingerprint: ab:cd (expected: SHA-256: 32 octets in hex)",
        "a:1|%|-|%|state-dir: null (expected: a folder of this process alone)",
        "a:1|%|state|-|spiffe-id: null (expected: spiffe://DOMAIN/ns/NAMESPACE/sa/NAME)",
        "a:1|%|state|stock|spiffe-id: stock (expected: spiffe://TRUST-DOMAIN/ns/",
        "-|%|state|%|ca-address: null (expected: host:port of the authority",
      })
  void saysWhatIsWrong(String address, String hash, String state, String id, String message) {
    assertThatThrownBy(
            () -> read(address, "%".equals(hash) ? HASH : hash, state, "%".equals(id) ? ID : id))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("mesh.proxy.identity." + message);
  }

  private static IdentitySettings read(
      @Nullable String address,
      @Nullable String hash,
      @Nullable String state,
      @Nullable String id) {
    Path folder = state == null ? null : Path.of(state);
    return new IdentitySettings.Written(address, null, hash, null, folder, id, DAY)
        .read("mesh.proxy.identity");
  }
}
