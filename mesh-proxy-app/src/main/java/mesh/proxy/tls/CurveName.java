package mesh.proxy.tls;

/** Names of groups for the key exchange. */
final class CurveName {

  private CurveName() {}

  /** The JDK's name for OpenSSL's; a name that needs no translation is as it was. */
  static String jdk(String openSsl) {
    return switch (openSsl) {
      case "P-256", "prime256v1" -> "secp256r1";
      case "P-384" -> "secp384r1";
      case "P-521" -> "secp521r1";
      case "X25519" -> "x25519";
      case "X448" -> "x448";
      default -> openSsl;
    };
  }
}
