package mesh.ca.bootstrap;

import java.nio.file.Path;
import java.security.SecureRandom;
import mesh.disk.SecretFile;
import org.jspecify.annotations.Nullable;

/** Secrets that are made at the first start and kept in the state folder, for the owner alone. */
final class StateSecrets {

  private StateSecrets() {}

  /** The password of the keys: the configured one, else one of our own. */
  static char[] keyPassword(Path folder, @Nullable String configured, SecureRandom random) {
    return configured == null || configured.isEmpty()
        ? SecretFile.kept(folder.resolve("key-password"), random).toCharArray()
        : configured.toCharArray();
  }

  /** What lets somebody make join tokens. */
  static String adminToken(Path folder, SecureRandom random) {
    return SecretFile.kept(folder.resolve("admin-token"), random);
  }
}
