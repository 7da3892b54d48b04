package mesh.pilot.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ports at the edge of the mesh. Immutable.
 *
 * @param selector labels of the workloads that open them
 */
public record Gateway(Meta meta, Map<String, String> selector, List<Server> servers)
    implements Rule {

  public Gateway {
    selector = Map.copyOf(selector);
    servers = List.copyOf(servers);
  }

  /**
   * One port.
   *
   * @param name for those who read the rule; unique in it, or empty
   * @param hosts that it serves: {@code *}, full names, {@code *.suffix}, each perhaps behind
   *     {@code namespace/}
   * @param tls null for plaintext
   */
  public record Server(String name, Port port, List<String> hosts, @Nullable ServerTls tls) {

    public Server {
      hosts = List.copyOf(hosts);
    }
  }

  /** Number, protocol, name. */
  public record Port(int number, Protocol protocol, String name) {}

  /**
   * TLS of the port.
   *
   * @param httpsRedirect answer 301 to plaintext requests
   * @param serverCertificate path of a PEM chain; empty with a {@code credentialName}
   * @param credentialName of a folder or secret with {@code tls.crt}, {@code tls.key}, {@code
   *     ca.crt}
   * @param subjectAltNames any of which a client must have; empty for any name of the roots, or
   *     with {@code ISTIO_MUTUAL} of the trust domain
   */
  public record ServerTls(
      boolean httpsRedirect,
      Mode mode,
      String serverCertificate,
      String privateKey,
      String caCertificates,
      String credentialName,
      List<String> subjectAltNames,
      TlsVersion minProtocolVersion,
      TlsVersion maxProtocolVersion) {

    public ServerTls {
      subjectAltNames = List.copyOf(subjectAltNames);
    }

    /** How the peers prove who they are. */
    public enum Mode {
      /** Only {@code httpsRedirect} counts. */
      NONE,
      SIMPLE,
      MUTUAL,
      ISTIO_MUTUAL
    }
  }

  /** {@code TLS_AUTO} leaves it to the proxy. */
  public enum TlsVersion {
    TLS_AUTO,
    TLSV1_2,
    TLSV1_3
  }
}
