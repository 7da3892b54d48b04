package mesh.pilot.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import mesh.pilot.model.Gateway.ServerTls;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

  @TempDir private Path folder;

  @Test
  void knowsNothingWithoutTheFolder() {
    var credentials = new Credentials(folder.resolve("none"), InstantSource.system());

    assertThat(credentials.missing("shop", ServerTls.Mode.SIMPLE)).isNull();
    assertThat(credentials.wrong("shop")).isNull();
  }

  @Test
  void namesTheFilesThatAreMissing() throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("shop")).resolve("tls.key"), "");

    assertThat(credentials(Instant.now()).missing("shop", ServerTls.Mode.MUTUAL))
        .isEqualTo("tls.crt, ca.crt under " + folder);
  }

  @Test
  void refusesWhatIsNoCertificate() throws IOException {
    Path shop = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(shop.resolve("tls.crt"), "-----BEGIN CERTIFICATE-----\nAA\n");
    Files.writeString(shop.resolve("tls.key"), "");

    assertThat(credentials(Instant.now()).wrong("shop"))
        .startsWith("PEM certificates in " + shop.resolve("tls.crt"));
  }

  @Test
  void tellsWhenACertificateHasEnded() throws IOException {
    var server = TestAuthority.of("cluster.local").issue("shop.example.com");
    Path shop = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(shop.resolve("tls.crt"), server.certificatePem());
    Files.writeString(shop.resolve("tls.key"), server.keyPem());

    assertThat(credentials(Instant.now()).wrong("shop")).isNull();
    assertThat(credentials(Instant.now().plus(Duration.ofDays(36500))).wrong("shop"))
        .startsWith("a certificate that is valid; " + shop.resolve("tls.crt") + " was until ");
  }

  private Credentials credentials(Instant now) {
    return new Credentials(folder, InstantSource.fixed(now));
  }
}
