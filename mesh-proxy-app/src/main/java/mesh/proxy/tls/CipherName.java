package mesh.proxy.tls;

import java.util.HashMap;
import java.util.Map;

/** Names of ciphers: OpenSSL's, which Envoy shows, and IANA's, which the JDK speaks. */
final class CipherName {

  private static final Map<String, String> TO_IANA =
      Map.ofEntries(
          entry("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
          entry("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
          entry("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
          entry("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
          entry("ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
          entry("ECDHE-RSA-CHACHA20-POLY1305", "ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
          entry("ECDHE-ECDSA-AES128-SHA", "ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
          entry("ECDHE-RSA-AES128-SHA", "ECDHE_RSA_WITH_AES_128_CBC_SHA"),
          entry("ECDHE-ECDSA-AES256-SHA", "ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
          entry("ECDHE-RSA-AES256-SHA", "ECDHE_RSA_WITH_AES_256_CBC_SHA"),
          entry("ECDHE-RSA-AES128-SHA256", "ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
          entry("AES128-GCM-SHA256", "RSA_WITH_AES_128_GCM_SHA256"),
          entry("AES256-GCM-SHA384", "RSA_WITH_AES_256_GCM_SHA384"),
          entry("AES128-SHA", "RSA_WITH_AES_128_CBC_SHA"),
          entry("AES256-SHA", "RSA_WITH_AES_256_CBC_SHA"),
          entry("DES-CBC3-SHA", "RSA_WITH_3DES_EDE_CBC_SHA"));
  private static final Map<String, String> TO_OPENSSL = new HashMap<>();

  static {
    TO_IANA.forEach((openSsl, iana) -> TO_OPENSSL.put(iana, openSsl));
  }

  private CipherName() {}

  /** {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}; names that are not known stay. */
  static String iana(String openSsl) {
    return TO_IANA.getOrDefault(openSsl, openSsl);
  }

  /** {@code ECDHE-RSA-AES128-GCM-SHA256}; those of TLS 1.3 and those not known stay. */
  static String openSsl(String iana) {
    return TO_OPENSSL.getOrDefault(iana, iana);
  }

  private static Map.Entry<String, String> entry(String openSsl, String iana) {
    return Map.entry(openSsl, "TLS_" + iana);
  }
}
