package mesh.proxy.cluster.grpc;

import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import java.util.LinkedHashMap;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;

/** Reads {@code grpc_service}. */
public final class GrpcServiceConfig {

  /** The fields that are honoured. */
  public static final Supported SUPPORTED =
      Supported.of(GrpcService.getDefaultInstance())
          .fields("envoy_grpc", "google_grpc", "initial_metadata")
          .ignored("timeout", "whoever calls has a time limit of its own, as in Envoy")
          .and(
              Supported.of(GrpcService.EnvoyGrpc.getDefaultInstance())
                  .fields("cluster_name", "authority")
                  .ignored("skip_envoy_headers", "calls of this proxy have none of them"),
              Supported.of(GrpcService.GoogleGrpc.getDefaultInstance()).fields("target_uri"),
              Supported.of(HeaderValue.getDefaultInstance()).fields("key", "value"));

  private GrpcServiceConfig() {}

  /**
   * Reads the message.
   *
   * @throws InvalidConfigException fields relative to it
   */
  public static GrpcTarget parse(GrpcService proto) {
    if (!proto.hasEnvoyGrpc()) {
      throw new InvalidConfigException(
          "target_specifier",
          proto.getTargetSpecifierCase(),
          "envoy_grpc: the service must be a cluster");
    }
    var grpc = proto.getEnvoyGrpc();
    if (grpc.getClusterName().isEmpty()) {
      throw new InvalidConfigException("envoy_grpc.cluster_name", "", "not empty");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    proto
        .getInitialMetadataList()
        .forEach(header -> metadata.put(Ascii.lower(header.getKey()), header.getValue()));
    return new GrpcTarget(
        grpc.getClusterName(),
        grpc.getAuthority().isEmpty() ? grpc.getClusterName() : grpc.getAuthority(),
        metadata);
  }

  /**
   * Refuses old versions of a service.
   *
   * @throws InvalidConfigException with the field {@code transport_api_version}
   */
  @SuppressWarnings("deprecation") // V2 is still written
  public static void requireV3(ApiVersion version) {
    if (version == ApiVersion.V2) { // AUTO is the newest
      throw new InvalidConfigException("transport_api_version", version, "V3");
    }
  }
}
