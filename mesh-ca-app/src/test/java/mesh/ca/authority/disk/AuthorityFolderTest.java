package mesh.ca.authority.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import mesh.ca.authority.Authority;
import mesh.config.InvalidConfigException;
import mesh.identity.TrustDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFolderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void isTheSameAfterARestart() throws Exception {
    Authority made = open("secret", "mesh", NOW);
    Authority again = open("secret", "mesh", NOW.plus(Duration.ofDays(1)));

    assertThat(again.chain()).isEqualTo(made.chain());
    assertThat(again.key()).isEqualTo(made.key());
    made.signer().verify(made.root().getPublicKey());
  }

  @Test
  void keepsItsKeysFromOthers() throws Exception {
    open("secret", "mesh", NOW);

    for (String name : new String[] {"root.key", "intermediate.key"}) {
      Path file = folder.resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(file).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    }
  }

  @Test
  void makesTheIntermediateAnewBeforeItEnds() {
    Authority made = open("secret", "mesh", NOW);
    Authority later = open("secret", "mesh", NOW.plus(Duration.ofDays(340)));

    assertThat(later.root()).isEqualTo(made.root());
    assertThat(later.signer()).isNotEqualTo(made.signer());
  }

  @Test
  void refusesAWrongPassword() {
    open("secret", "mesh", NOW);

    assertThatThrownBy(() -> open("guess", "mesh", NOW))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("a key that the password does not open");
  }

  @Test
  void refusesTheRootOfAnotherTrustDomain() {
    open("secret", "mesh", NOW);

    assertThatThrownBy(() -> open("secret", "other", NOW))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("a root of the trust domain other");
  }

  private Authority open(String password, String trustDomain, Instant now) {
    return new AuthorityFolder(
            folder,
            password.toCharArray(),
            new TrustDomain(trustDomain),
            new SecureRandom(),
            InstantSource.fixed(now))
        .open();
  }
}
