package mesh.ca.csr;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import mesh.ca.attest.mtls.ChainCheck;
import org.jspecify.annotations.Nullable;

/** Checks the certificates of a caller once for its connection. Shared by all event loops. */
public final class CallerConnection extends ServerTransportFilter {

  static final Attributes.Key<Shown> SHOWN = Attributes.Key.create("certificates");

  private final ChainCheck check;

  public CallerConnection(ChainCheck check) {
    this.check = check;
  }

  /**
   * What a connection shows.
   *
   * @param certificates empty if none
   * @param fault why they are wrong; null if they are not
   */
  record Shown(List<X509Certificate> certificates, @Nullable String fault) {

    static final Shown NOTHING = new Shown(List.of(), null);
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    List<X509Certificate> chain = certificates(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    return chain.isEmpty()
        ? attributes
        : attributes.toBuilder().set(SHOWN, new Shown(chain, check.fault(chain))).build();
  }

  private static List<X509Certificate> certificates(@Nullable SSLSession session) {
    if (session == null) {
      return List.of();
    }
    try {
      return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // it shows none, which is its right
    }
  }
}
