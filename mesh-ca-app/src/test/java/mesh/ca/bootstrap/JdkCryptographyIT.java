package mesh.ca.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Security;
import mesh.ca.bootstrap.RunningCa.Svid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkCryptographyIT {

  @TempDir private Path folder;

  @Test
  void theSameStateServesWithAndWithoutTheNativeProvider() throws Exception {
    Svid before;
    String root;
    try (var ca = new RunningCa(folder)) {
      root = ca.root();
      before = ca.join(RunningCa.SHOP, RunningCa.HOUR);
    }

    try (var ca = new RunningCa(folder, "--mesh.ca.native-cryptography=false")) {
      KeyPair key = Requests.p256();

      assertThat(Security.getProvider("AmazonCorrettoCryptoProvider")).isNull();
      assertThat(ca.root()).isEqualTo(root);
      assertThat(ca.sign(before.credentials(root), null, Requests.plain(key), 60)).hasSize(3);
    }
  }
}
