package mesh.proxy.config.old;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.type.v3.CodecClientType;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.proto.Spellings.OldKey;

/** The fields of clusters, endpoints and health checks that are written in another way today. */
final class ClusterFields {

  private static final int NO_OVERPROVISIONING = 100; // percent

  private ClusterFields() {}

  /** By message and field. */
  static Map<String, OldKey> all() {
    return Map.of(
        "envoy.config.cluster.v3.Cluster.hosts",
        hosts(),
        "envoy.config.cluster.v3.Cluster.tls_context",
        new TlsContext(KnownExtensions.UPSTREAM_TLS),
        "envoy.config.endpoint.v3.ClusterLoadAssignment.Policy.disable_overprovisioning",
        overprovisioning(),
        "envoy.config.core.v3.HealthCheck.HttpHealthCheck.service_name",
        MovedField.to("service_name_matcher.prefix"),
        "envoy.config.core.v3.HealthCheck.HttpHealthCheck.use_http2",
        checkHttp2());
  }

  // Needs the cluster's name.
  private static OldKey hosts() {
    return new RewrittenField<Cluster.Builder>(
        "load_assignment",
        () -> io.envoyproxy.envoy.api.v2.Cluster.getDefaultInstance(),
        "hosts",
        true,
        (cluster, hosts) -> {
          var locality = LocalityLbEndpoints.newBuilder();
          for (Object host : (List<?>) hosts) {
            locality
                .addLbEndpointsBuilder()
                .getEndpointBuilder()
                .setAddress(addressOfToday((Message) host));
          }
          cluster.setLoadAssignment(
              ClusterLoadAssignment.newBuilder()
                  .setClusterName(cluster.getName())
                  .addEndpoints(locality));
        });
  }

  private static OldKey overprovisioning() {
    return new RewrittenField<ClusterLoadAssignment.Policy.Builder>(
        "overprovisioning_factor: " + NO_OVERPROVISIONING,
        () -> io.envoyproxy.envoy.api.v2.ClusterLoadAssignment.Policy.getDefaultInstance(),
        "disable_overprovisioning",
        true,
        (policy, disabled) -> {
          if ((boolean) disabled) {
            policy.setOverprovisioningFactor(UInt32Value.of(NO_OVERPROVISIONING));
          }
        });
  }

  private static OldKey checkHttp2() {
    return new RewrittenField<HttpHealthCheck.Builder>(
        "codec_client_type: HTTP2",
        () -> io.envoyproxy.envoy.api.v2.core.HealthCheck.HttpHealthCheck.getDefaultInstance(),
        "use_http2",
        false,
        (check, http2) ->
            check.setCodecClientType(
                (boolean) http2 ? CodecClientType.HTTP2 : CodecClientType.HTTP1));
  }

  // The two APIs have the same fields under the same numbers.
  private static Address addressOfToday(Message old) {
    try {
      return Address.parseFrom(old.toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the address messages of v2 and v3 differ", e);
    }
  }
}
