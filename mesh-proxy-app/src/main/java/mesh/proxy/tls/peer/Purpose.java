package mesh.proxy.tls.peer;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a certificate is presented for. */
public enum Purpose {
  /** By a client, to a server of ours. */
  CLIENT("1.3.6.1.5.5.7.3.2"),
  /** By a server, to a client of ours. */
  SERVER("1.3.6.1.5.5.7.3.1");

  private static final String ANY = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0; // bits of KeyUsage, RFC 5280 section 4.2.1.3
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_AGREEMENT = 4;

  private final String extendedUsage;

  Purpose(String extendedUsage) {
    this.extendedUsage = extendedUsage;
  }

  /** True unless the certificate says that it is for something else. */
  boolean isAllowed(X509Certificate leaf) {
    return extendedUsageAllows(leaf) && usageAllows(leaf.getKeyUsage());
  }

  private boolean extendedUsageAllows(X509Certificate leaf) {
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      return usages == null || usages.contains(extendedUsage) || usages.contains(ANY);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private boolean usageAllows(boolean[] usage) {
    return usage == null
        || usage[DIGITAL_SIGNATURE]
        || usage[KEY_AGREEMENT]
        || this == SERVER && usage[KEY_ENCIPHERMENT];
  }
}
