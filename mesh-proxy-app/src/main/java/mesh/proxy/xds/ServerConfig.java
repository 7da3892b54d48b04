package mesh.proxy.xds;

import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import mesh.proxy.config.Supported;

/** Reads how a management server is reached. */
final class ServerConfig {

  /** The fields of an {@code ApiConfigSource} that are honoured. */
  static final Supported SUPPORTED =
      Supported.of(ApiConfigSource.getDefaultInstance())
          .fields("api_type", "transport_api_version", "grpc_services")
          .fields("set_node_on_first_message_only")
          .and(
              Supported.of(GrpcService.getDefaultInstance())
                  .fields("envoy_grpc", "timeout", "initial_metadata"),
              Supported.of(GrpcService.EnvoyGrpc.getDefaultInstance())
                  .fields("cluster_name", "authority"),
              Supported.of(HeaderValue.getDefaultInstance()).fields("key", "value", "raw_value"));

  private ServerConfig() {}
}
