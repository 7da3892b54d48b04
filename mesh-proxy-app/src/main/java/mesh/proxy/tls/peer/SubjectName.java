package mesh.proxy.tls.peer;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subject alternative name. Immutable.
 *
 * @param oid type of an {@link NameType#OTHER_NAME}, dotted; else empty
 */
public record SubjectName(NameType type, String value, String oid) {

  private static final NameType[] TYPES = NameType.values();

  /** All names of a certificate that can be matched; none if the extension cannot be read. */
  public static List<SubjectName> of(X509Certificate certificate) {
    Collection<List<?>> extension;
    try {
      extension = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of();
    }
    if (extension == null) {
      return List.of();
    }
    List<SubjectName> names = new ArrayList<>(extension.size());
    for (List<?> entry : extension) {
      SubjectName name = of(entry);
      if (name != null) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /** Values of one kind, in the order of the certificate. */
  public static List<String> values(X509Certificate certificate, NameType type) {
    return of(certificate).stream()
        .filter(name -> name.type == type)
        .map(SubjectName::value)
        .toList();
  }

  // [tag, value], and for OTHER_NAME [tag, DER, oid, value] as far as the JDK can read it.
  private static @Nullable SubjectName of(List<?> entry) {
    for (NameType type : TYPES) {
      if (entry.get(0) instanceof Integer tag && tag == type.tag()) {
        return switch (type) {
          case OTHER_NAME ->
              entry.size() > 3 && entry.get(3) instanceof String text
                  ? new SubjectName(type, text, String.valueOf(entry.get(2)))
                  : null;
          case IP_ADDRESS -> new SubjectName(type, shortest(String.valueOf(entry.get(1))), "");
          case EMAIL, DNS, URI -> new SubjectName(type, String.valueOf(entry.get(1)), "");
        };
      }
    }
    return null;
  }

  private static String shortest(String ip) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(ip);
    return address == null ? ip : NetUtil.toAddressString(address);
  }
}
