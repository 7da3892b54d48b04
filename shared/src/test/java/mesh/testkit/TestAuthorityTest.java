package mesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAuthorityTest {

  private static final String FRONTEND = "spiffe://cluster.local/ns/default/sa/frontend";

  private final TestAuthority authority = TestAuthority.of("cluster.local");

  @Test
  void issuesForUrisAndDnsNames() throws Exception {
    var issued = authority.issue(FRONTEND, "frontend.default");

    issued.certificate().checkValidity();
    issued.certificate().verify(authority.root().getPublicKey());
    assertThat(issued.certificate().getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(6, FRONTEND), List.of(2, "frontend.default"));
  }

  @Test
  void issuesExpiredOnesToo() {
    var issued = authority.issueFor(Duration.ofHours(-1), FRONTEND);

    assertThatThrownBy(() -> issued.certificate().checkValidity())
        .isInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void writesPemFiles(@TempDir Path folder) {
    var files = authority.issue(FRONTEND).writeTo(folder);

    assertThat(files.certificateChain()).content().startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(files.key()).content().startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(files.root()).content().isEqualTo(authority.rootPem());
  }
}
