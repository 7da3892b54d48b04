package mesh.pilot.bootstrap.rest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import mesh.disk.SecretFile;
import org.jspecify.annotations.Nullable;

/** The tokens that callers show, compared in constant time. Immutable. */
final class RestTokens {

  /** May change rules. */
  static final String ADMIN = "ADMIN";

  /** May read rules from anywhere. */
  static final String READER = "READER";

  private final byte[] admin;
  private final byte[] reader;

  private RestTokens(String admin, String reader) {
    this.admin = bytes(admin);
    this.reader = bytes(reader);
  }

  /** Those in {@code admin-token} and {@code reader-token}, made at the first start. */
  static RestTokens in(Path folder, SecureRandom random) {
    return new RestTokens(
        SecretFile.kept(folder.resolve("admin-token"), random),
        SecretFile.kept(folder.resolve("reader-token"), random));
  }

  /** The role of who shows a token; null for nobody that we know. */
  @Nullable String role(String shown) {
    byte[] token = bytes(shown);
    boolean isAdmin = MessageDigest.isEqual(admin, token);
    boolean isReader = MessageDigest.isEqual(reader, token);
    return isAdmin ? ADMIN : isReader ? READER : null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
