package mesh.proxy.accesslog;

import java.util.List;

/** Reads the access logs of a listener, connection manager or TCP proxy. */
@FunctionalInterface
public interface AccessLogFactory {

  /**
   * Validates the configuration and opens what it names.
   *
   * @throws mesh.config.InvalidConfigException with fields relative to the list: {@code
   *     [0].filter…}
   */
  AccessLog bind(List<io.envoyproxy.envoy.config.accesslog.v3.AccessLog> configs);
}
