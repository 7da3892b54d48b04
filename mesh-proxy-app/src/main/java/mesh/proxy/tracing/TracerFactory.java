package mesh.proxy.tracing;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;

/** Reads the tracing settings of a connection manager. */
@FunctionalInterface
public interface TracerFactory {

  /**
   * Validates the configuration.
   *
   * @throws mesh.config.InvalidConfigException with fields relative to {@code tracing}
   */
  Tracer bind(HttpConnectionManager.Tracing config, TracerScope scope);
}
