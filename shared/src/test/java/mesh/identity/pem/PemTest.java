package mesh.identity.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;

class PemTest {

  private final TestAuthority authority = TestAuthority.of("cluster.local");
  private final TestAuthority.Issued issued = authority.issue("spiffe://cluster.local/ns/a/sa/b");

  @Test
  void readsWhatOthersWrite() throws IOException {
    String text = "a comment\n" + issued.keyPem() + issued.certificatePem() + issued.rootPem();

    assertThat(Pem.certificates(text)).containsExactly(issued.certificate(), authority.root());
    assertThat(Pem.key(text)).isEqualTo(issued.key().getPrivate());
  }

  @Test
  void writesWhatOthersWrite() {
    assertThat(Pem.of(List.of(issued.certificate())))
        .isEqualToNormalizingNewlines(issued.certificatePem());
    assertThat(Pem.of(issued.key().getPrivate())).isEqualToNormalizingNewlines(issued.keyPem());
  }

  @Test
  void refusesHalfAFile() {
    String pem = issued.certificatePem();
    String half = pem.substring(0, 200) + "\n-----END CERTIFICATE-----\n";

    assertThatThrownBy(() -> Pem.certificates(half))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("a certificate is broken: ");
  }

  @Test
  void refusesAFileWithoutKey() {
    assertThatThrownBy(() -> Pem.key(issued.certificatePem()))
        .isInstanceOf(IOException.class)
        .hasMessage("it has 0 private keys and not one");
  }
}
