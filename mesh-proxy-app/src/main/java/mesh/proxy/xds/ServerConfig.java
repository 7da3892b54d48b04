package mesh.proxy.xds;

import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/**
 * How a management server is reached, and how it is spoken to. Immutable.
 *
 * @param targets non-empty; when one fails, the next is tried
 * @param isDelta true if only differences are sent
 * @param nodeOnFirstMessageOnly true if a stream says only once who we are
 */
public record ServerConfig(List<Target> targets, boolean isDelta, boolean nodeOnFirstMessageOnly) {

  /** The fields of an {@code ApiConfigSource} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.of(ApiConfigSource.getDefaultInstance())
          .fields("api_type", "transport_api_version", "grpc_services")
          .fields("set_node_on_first_message_only")
          .and(
              Supported.of(GrpcService.getDefaultInstance())
                  .fields("envoy_grpc", "google_grpc", "initial_metadata")
                  .ignored("timeout", "a stream ends when one of its ends wants it to"),
              Supported.of(GrpcService.EnvoyGrpc.getDefaultInstance())
                  .fields("cluster_name", "authority"),
              Supported.of(GrpcService.GoogleGrpc.getDefaultInstance()).fields("target_uri"),
              Supported.of(HeaderValue.getDefaultInstance()).fields("key", "value"));

  public ServerConfig {
    targets = List.copyOf(targets);
  }

  /**
   * One server.
   *
   * @param cluster through which it is reached
   * @param authority the name of the cluster unless configured
   * @param metadata sent with each stream
   */
  public record Target(String cluster, String authority, Map<String, String> metadata) {

    public Target {
      metadata = Map.copyOf(metadata);
    }
  }

  /**
   * Reads the message.
   *
   * @throws InvalidConfigException fields relative to it
   */
  @SuppressWarnings("deprecation") // V2 is still written
  public static ServerConfig parse(ApiConfigSource proto) {
    if (proto.getTransportApiVersion() == ApiVersion.V2) { // AUTO is the newest, as in Envoy
      throw new InvalidConfigException(
          "transport_api_version", proto.getTransportApiVersion(), "V3");
    }
    ApiType type = proto.getApiType();
    if (type != ApiType.GRPC && type != ApiType.DELTA_GRPC) {
      throw new InvalidConfigException(
          "api_type", type, "GRPC or DELTA_GRPC: this proxy does not speak the others");
    }
    if (proto.getGrpcServicesCount() == 0) {
      throw new InvalidConfigException("grpc_services", "[]", "at least one");
    }
    List<Target> targets = new ArrayList<>();
    for (int at = 0; at < proto.getGrpcServicesCount(); at++) {
      GrpcService service = proto.getGrpcServices(at);
      targets.add(ProtoValue.under("grpc_services[" + at + "]", () -> target(service)));
    }
    return new ServerConfig(
        targets, type == ApiType.DELTA_GRPC, proto.getSetNodeOnFirstMessageOnly());
  }

  private static Target target(GrpcService service) {
    if (!service.hasEnvoyGrpc()) {
      throw new InvalidConfigException(
          "target_specifier",
          service.getTargetSpecifierCase(),
          "envoy_grpc: the server must be a cluster of the bootstrap");
    }
    var grpc = service.getEnvoyGrpc();
    if (grpc.getClusterName().isEmpty()) {
      throw new InvalidConfigException("envoy_grpc.cluster_name", "", "not empty");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    service
        .getInitialMetadataList()
        .forEach(header -> metadata.put(header.getKey(), header.getValue()));
    return new Target(
        grpc.getClusterName(),
        grpc.getAuthority().isEmpty() ? grpc.getClusterName() : grpc.getAuthority(),
        metadata);
  }
}
