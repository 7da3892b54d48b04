package mesh.pilot.generate.cluster;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import java.util.List;
import mesh.pilot.generate.Identities;
import mesh.pilot.generate.TlsGenerator;
import mesh.pilot.generate.endpoint.Endpoints;
import mesh.pilot.model.Service;
import mesh.pilot.model.TrafficPolicy.ClientTls;

/** How a cluster's connections are encrypted. */
final class ClientTlsGenerator {

  private ClientTlsGenerator() {}

  /**
   * What the destination rule says; without a word of it, mTLS to those workloads of the mesh that
   * take it, and plaintext to the others.
   */
  static void apply(OutboundCluster.Inputs inputs, Cluster.Builder proto) {
    ClientTls tls = inputs.policy().tls();
    if (tls == null) {
      if (inputs.service().isOfMesh()) {
        proto
            .addTransportSocketMatches(match(mesh(inputs, "", List.of()), Endpoints.TLS_MODE_ISTIO))
            .addTransportSocketMatches(
                match(TlsGenerator.plaintext(), Endpoints.TLS_MODE_DISABLED));
      }
      return;
    }
    boolean http2 = PolicyGenerator.isHttp2(inputs.policy(), inputs.port());
    switch (tls.mode()) {
      case DISABLE -> {}
      case SIMPLE, MUTUAL ->
          proto.setTransportSocket(TlsGenerator.client(of(tls, inputs.service()), http2));
      case ISTIO_MUTUAL -> proto.setTransportSocket(mesh(inputs, tls.sni(), tls.subjectAltNames()));
    }
  }

  /** Empty values are those of the service; names prove nothing without roots. */
  private static ClientTls of(ClientTls tls, Service service) {
    return new ClientTls(
        tls.mode(),
        tls.clientCertificate(),
        tls.privateKey(),
        tls.caCertificates(),
        tls.sni().isEmpty() ? service.host() : tls.sni(),
        tls.subjectAltNames().isEmpty() && !tls.caCertificates().isEmpty()
            ? service.subjectAltNames()
            : tls.subjectAltNames());
  }

  /** Empty values are those of the cluster and of the service's workloads. */
  private static TransportSocket mesh(
      OutboundCluster.Inputs inputs, String sni, List<String> subjectAltNames) {
    return TlsGenerator.meshClient(
        subjectAltNames.isEmpty()
            ? Identities.of(inputs.service(), inputs.settings().trustDomain())
            : subjectAltNames,
        sni.isEmpty() ? inputs.name().sni() : sni,
        PolicyGenerator.isHttp2(inputs.policy(), inputs.port()));
  }

  private static TransportSocketMatch match(TransportSocket socket, String mode) {
    var match = Struct.newBuilder();
    if (mode.equals(Endpoints.TLS_MODE_ISTIO)) {
      match.putFields(Endpoints.TLS_MODE, Value.newBuilder().setStringValue(mode).build());
    }
    return TransportSocketMatch.newBuilder()
        .setName("tlsMode-" + mode)
        .setMatch(match)
        .setTransportSocket(socket)
        .build();
  }
}
