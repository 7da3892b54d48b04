package mesh.ca.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import mesh.ca.authority.disk.SafeFile;
import org.jspecify.annotations.Nullable;

/** Secrets that are made at the first start and kept in the state folder, for the owner alone. */
final class StateSecrets {

  private static final int BYTES = 32;

  private StateSecrets() {}

  /** The password of the keys: the configured one, else one of our own. */
  static char[] keyPassword(Path folder, @Nullable String configured, SecureRandom random) {
    return configured == null || configured.isEmpty()
        ? kept(folder.resolve("key-password"), random).toCharArray()
        : configured.toCharArray();
  }

  /** What lets somebody make join tokens. */
  static String adminToken(Path folder, SecureRandom random) {
    return kept(folder.resolve("admin-token"), random);
  }

  private static String kept(Path file, SecureRandom random) {
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    SafeFile.write(file, secret + "\n");
    return secret;
  }
}
