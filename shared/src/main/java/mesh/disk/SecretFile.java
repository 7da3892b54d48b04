package mesh.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** A secret that is made at the first start and kept, for the owner alone. */
public final class SecretFile {

  private static final int BYTES = 32;

  private SecretFile() {}

  /** The secret of the file; a new one of 256 bits if there is no file yet. */
  public static String kept(Path file, SecureRandom random) {
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
