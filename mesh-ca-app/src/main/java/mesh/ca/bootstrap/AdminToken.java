package mesh.ca.bootstrap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Compares what a caller shows with the administrator's token, in constant time. Immutable. */
final class AdminToken {

  private final byte[] token;

  AdminToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  boolean is(String shown) {
    return MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
  }
}
