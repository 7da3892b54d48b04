package mesh.proxy.workload;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import mesh.proxy.connection.CertificateNames;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.stats.tag.Tag;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * One workload calls another for a service: what is the same for many requests. Immutable.
 *
 * @param peer the other side
 * @param peerPrincipal its SPIFFE ID; empty without mTLS
 * @param ownPrincipal ours
 * @param protocol {@code http}, {@code grpc} or {@code tcp}
 */
record Call(
    Reporter reporter,
    Workload peer,
    String peerPrincipal,
    String ownPrincipal,
    Service service,
    String protocol) {

  private static final String UNKNOWN = "unknown";
  private static final String NAMESPACE = "/ns/";

  /**
   * Gathers what is known at the end of a request or of a connection.
   *
   * @param host null if there is none, or if it must not name a service
   */
  static Call of(StreamInfo info, Reporter reporter, @Nullable String host, String protocol) {
    ConnectionInfo towardsPeer =
        reporter == Reporter.DESTINATION ? info.connection : info.upstreamConnection;
    TlsInfo tls = towardsPeer == null ? null : towardsPeer.tls();
    return new Call(
        reporter,
        peer(info, reporter),
        tls == null ? "" : uri(tls.peerLeaf()),
        tls == null ? "" : uri(tls.local()),
        Service.of(info, host),
        protocol);
  }

  /** What is the same for all outcomes. */
  List<Tag> labels(Workload own) {
    return reporter == Reporter.SOURCE ? asSource(own) : asDestination(own);
  }

  private static Workload peer(StreamInfo info, Reporter reporter) {
    if (info.filterState(reporter.peerState()) instanceof Workload told) {
      return told;
    }
    Endpoint host = reporter == Reporter.SOURCE ? info.upstreamHost : null;
    Map<String, Object> metadata =
        host == null ? Map.of() : host.metadata().getOrDefault("istio", Map.of());
    return metadata.get("workload") instanceof String text
        ? Workload.ofEndpoint(text)
        : Workload.UNKNOWN;
  }

  private static String uri(@Nullable X509Certificate certificate) {
    List<String> uris = certificate == null ? List.of() : CertificateNames.uris(certificate);
    return uris.isEmpty() ? "" : uris.getFirst();
  }

  private List<Tag> asSource(Workload own) {
    String namespace = orUnknown(peerNamespace());
    String serviceNamespace = service.namespace();
    return List.of(
        new Tag("reporter", reporter.text()),
        new Tag("source_workload", own.name()),
        new Tag("source_canonical_service", own.canonicalName()),
        new Tag("source_canonical_revision", own.canonicalRevision()),
        new Tag("source_workload_namespace", own.namespace()),
        new Tag("source_principal", orUnknown(ownPrincipal)),
        new Tag("source_app", own.app()),
        new Tag("source_version", own.version()),
        new Tag("source_cluster", own.cluster()),
        new Tag("destination_workload", orUnknown(peer.name())),
        new Tag("destination_workload_namespace", namespace),
        new Tag("destination_principal", orUnknown(peerPrincipal)),
        new Tag("destination_app", orUnknown(peer.app())),
        new Tag("destination_version", orUnknown(peer.version())),
        new Tag("destination_service", orUnknown(service.host())),
        new Tag("destination_canonical_service", orUnknown(peer.canonicalName())),
        new Tag("destination_canonical_revision", or(peer.canonicalRevision(), "latest")),
        new Tag("destination_service_name", orUnknown(service.name())),
        new Tag("destination_service_namespace", or(serviceNamespace, namespace)),
        new Tag("destination_cluster", orUnknown(peer.cluster())),
        new Tag("request_protocol", protocol),
        new Tag("connection_security_policy", UNKNOWN));
  }

  private List<Tag> asDestination(Workload own) {
    boolean isMutual = !peerPrincipal.isEmpty() && !ownPrincipal.isEmpty();
    return List.of(
        new Tag("reporter", reporter.text()),
        new Tag("source_workload", orUnknown(peer.name())),
        new Tag("source_canonical_service", orUnknown(peer.canonicalName())),
        new Tag("source_canonical_revision", or(peer.canonicalRevision(), "latest")),
        new Tag("source_workload_namespace", orUnknown(peerNamespace())),
        new Tag("source_principal", orUnknown(peerPrincipal)),
        new Tag("source_app", orUnknown(peer.app())),
        new Tag("source_version", orUnknown(peer.version())),
        new Tag("source_cluster", orUnknown(peer.cluster())),
        new Tag("destination_workload", own.name()),
        new Tag("destination_workload_namespace", own.namespace()),
        new Tag("destination_principal", orUnknown(ownPrincipal)),
        new Tag("destination_app", own.app()),
        new Tag("destination_version", own.version()),
        new Tag("destination_service", or(service.host(), own.canonicalName())),
        new Tag("destination_canonical_service", own.canonicalName()),
        new Tag("destination_canonical_revision", own.canonicalRevision()),
        new Tag("destination_service_name", or(service.name(), own.canonicalName())),
        new Tag("destination_service_namespace", own.namespace()),
        new Tag("destination_cluster", own.cluster()),
        new Tag("request_protocol", protocol),
        new Tag("connection_security_policy", isMutual ? "mutual_tls" : "none"));
  }

  /** What a certificate says goes before what a peer says of itself. */
  private String peerNamespace() {
    int begin = peerPrincipal.indexOf(NAMESPACE);
    if (begin < 0) {
      return peer.namespace();
    }
    int from = begin + NAMESPACE.length();
    int end = peerPrincipal.indexOf('/', from);
    return end < 0 ? peerPrincipal.substring(from) : peerPrincipal.substring(from, end);
  }

  private static String orUnknown(String text) {
    return or(text, UNKNOWN);
  }

  private static String or(String text, String fallback) {
    return text.isEmpty() ? fallback : text;
  }
}
