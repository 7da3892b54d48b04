package mesh.proxy.admin.page;

import com.google.protobuf.util.Timestamps;
import io.envoyproxy.envoy.admin.v3.Certificate;
import io.envoyproxy.envoy.admin.v3.CertificateDetails;
import io.envoyproxy.envoy.admin.v3.Certificates;
import io.envoyproxy.envoy.admin.v3.SubjectAlternateName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminRequest;
import mesh.proxy.admin.dump.ProtoJson;
import mesh.proxy.tls.CertificatesInUse;

/** {@code /certs}. */
public final class CertificatePages {

  private static final int DNS = 2; // types of names as X509Certificate numbers them
  private static final int URI = 6;
  private static final int IP = 7;

  private final Supplier<List<CertificatesInUse>> certificates;

  public CertificatePages(Supplier<List<CertificatesInUse>> certificates) {
    this.certificates = certificates;
  }

  public List<AdminPage> all() {
    return List.of(AdminPage.look("/certs", "print certs on machine", this::answer));
  }

  private AdminAnswer answer(AdminRequest request) {
    var all = Certificates.newBuilder();
    for (CertificatesInUse inUse : certificates.get()) {
      var one = Certificate.newBuilder();
      inUse.anchors().forEach(shown -> one.addCaCert(details(shown)));
      inUse.chains().forEach(shown -> one.addCertChain(details(shown)));
      all.addCertificates(one);
    }
    return AdminAnswer.json(ProtoJson.complete(all.build()));
  }

  private static CertificateDetails details(CertificatesInUse.Shown shown) {
    X509Certificate certificate = shown.certificate();
    long expires = certificate.getNotAfter().getTime();
    var details =
        CertificateDetails.newBuilder()
            .setPath(shown.source())
            .setSerialNumber(certificate.getSerialNumber().toString(16))
            .setDaysUntilExpiration(daysLeft(expires))
            .setValidFrom(Timestamps.fromMillis(certificate.getNotBefore().getTime()))
            .setExpirationTime(Timestamps.fromMillis(expires));
    names(certificate, details);
    return details.build();
  }

  private static long daysLeft(long expiresMillis) {
    return Math.max(0, TimeUnit.MILLISECONDS.toDays(expiresMillis - System.currentTimeMillis()));
  }

  private static void names(X509Certificate certificate, CertificateDetails.Builder details) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return; // a broken extension has no names to show
    }
    if (names == null) {
      return;
    }
    for (List<?> name : names) {
      var shown = SubjectAlternateName.newBuilder();
      switch ((Integer) name.getFirst()) {
        case DNS -> details.addSubjectAltNames(shown.setDns((String) name.get(1)));
        case URI -> details.addSubjectAltNames(shown.setUri((String) name.get(1)));
        case IP -> details.addSubjectAltNames(shown.setIpAddress((String) name.get(1)));
        default -> {}
      }
    }
  }
}
