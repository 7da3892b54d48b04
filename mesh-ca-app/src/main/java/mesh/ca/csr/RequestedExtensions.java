package mesh.ca.csr;

import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that a request asks for. They are not copied; those that ask for more than a
 * workload gets are refused, so that nobody believes to have it.
 */
final class RequestedExtensions {

  private RequestedExtensions() {}

  /**
   * The identity that is asked for; null if none is.
   *
   * @throws InvalidConfigException if there are more names, or the powers of an authority
   */
  static @Nullable String identity(PKCS10CertificationRequest request) {
    Extensions extensions = request.getRequestedExtensions();
    if (extensions == null) {
      return null;
    }
    BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
    if (constraints != null && constraints.isCA()) {
      throw new InvalidConfigException("csr.basicConstraints", "CA:TRUE", "CA:FALSE, or none");
    }
    KeyUsage usage = KeyUsage.fromExtensions(extensions);
    if (usage != null
        && (usage.hasUsages(KeyUsage.keyCertSign) || usage.hasUsages(KeyUsage.cRLSign))) {
      throw new InvalidConfigException(
          "csr.keyUsage", "keyCertSign or cRLSign", "digitalSignature, keyEncipherment, or none");
    }
    GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    return names == null ? null : only(names);
  }

  private static @Nullable String only(GeneralNames names) {
    List<String> uris = new ArrayList<>();
    for (GeneralName name : names.getNames()) {
      if (name.getTagNo() != GeneralName.uniformResourceIdentifier) {
        throw new InvalidConfigException(
            "csr.subjectAltName", kind(name) + name.getName(), "only the URI of the caller");
      }
      uris.add(name.getName().toString());
    }
    if (uris.size() > 1) { // X509-SVID section 2
      throw new InvalidConfigException("csr.subjectAltName", uris, "one URI");
    }
    return uris.isEmpty() ? null : uris.getFirst();
  }

  private static String kind(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> "DNS:";
      case GeneralName.iPAddress -> "IP:";
      case GeneralName.rfc822Name -> "email:";
      default -> "[" + name.getTagNo() + "]";
    };
  }
}
