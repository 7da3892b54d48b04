package mesh.proxy.cluster.health;

import com.google.protobuf.Message;
import mesh.proxy.config.Supported;

/**
 * Registers one protocol of health checks.
 *
 * @param <P> the config message: one of {@code HealthCheck}'s own, or what {@code
 *     custom_health_check} holds
 */
public interface HealthCheckerFactory<P extends Message> {

  /** The name in Envoy's documentation, such as {@code envoy.health_checkers.http}. */
  String name();

  /** An empty config message. */
  P prototype();

  /** The fields of the message that are honoured. */
  Supported supported();

  /**
   * Validates once, at load.
   *
   * @throws mesh.config.InvalidConfigException fields relative to the message
   */
  HealthChecker bind(P proto);
}
