package mesh.proxy.filter;

import com.google.protobuf.Message;
import mesh.proxy.config.Supported;

/**
 * Anything that a configuration names and types: filters of all kinds, loggers, policies.
 *
 * @param <P> the config message
 */
public interface Extension<P extends Message> {

  /** The name in Envoy's documentation, such as {@code envoy.filters.http.router}. */
  String name();

  /** An empty config message; its full name is the type URL. */
  P prototype();

  /** The fields that this extension honours; every other one that is set is refused by name. */
  Supported supported();
}
