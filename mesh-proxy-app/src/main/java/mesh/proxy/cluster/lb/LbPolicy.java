package mesh.proxy.cluster.lb;

import com.google.protobuf.Message;
import mesh.proxy.config.Supported;

/**
 * One way to spread requests.
 *
 * @param <P> the config message; its full name is the policy's type URL
 */
public interface LbPolicy<P extends Message> {

  /** The name in Envoy's documentation, such as {@code envoy.load_balancing_policies.random}. */
  String name();

  /** An empty config message; tells the catalog which type URL is ours. */
  P prototype();

  /** The fields of the message that are honoured. */
  Supported supported();

  /**
   * Validates {@code proto} once.
   *
   * @throws mesh.config.InvalidConfigException to NACK the cluster
   */
  Balancing bind(P proto, LbContext context);
}
