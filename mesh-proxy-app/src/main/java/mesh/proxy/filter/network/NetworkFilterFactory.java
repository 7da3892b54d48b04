package mesh.proxy.filter.network;

import com.google.protobuf.Message;
import mesh.proxy.filter.Extension;

/**
 * Registers one network filter. Shipped ones are in {@code mesh.proxy.catalog.NetworkFilters};
 * others are found by {@link java.util.ServiceLoader} in the jars of {@code
 * mesh.proxy.extensions-dir}.
 *
 * @param <P> the config message; its full name is the type URL
 */
public interface NetworkFilterFactory<P extends Message> extends Extension<P> {

  /**
   * Validates the config once, at load.
   *
   * @throws mesh.config.InvalidConfigException fields relative to the config message
   */
  NetworkFilter bind(P config, NetworkFilterContext context);

  /**
   * True if the filter takes the bytes itself, so that it must be the last one of its chain, and
   * some such must be.
   */
  default boolean isTerminal() {
    return false;
  }
}
