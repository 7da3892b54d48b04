package mesh.proxy.filter.http;

import com.google.protobuf.Message;
import java.util.function.Supplier;
import mesh.proxy.config.Fields;

/**
 * Registers one HTTP filter. Shipped ones are in {@code mesh.proxy.catalog.HttpFilters}; others are
 * found by {@link java.util.ServiceLoader} in the jars of {@code mesh.proxy.extensions-dir}.
 *
 * @param <P> the config message; its full name is the type URL. Filters without a proto of their
 *     own use {@code google.protobuf.Struct}.
 */
public interface HttpFilterFactory<P extends Message> extends mesh.proxy.filter.Extension<P> {

  /**
   * Validates the config once, at load.
   *
   * @return called once per stream; may return the same filter each time if that has no per-stream
   *     state
   * @throws mesh.config.InvalidConfigException fields relative to the config message
   */
  Supplier<? extends HttpFilter> bind(P config, FilterContext context);

  /**
   * Validates a {@code typed_per_filter_config} entry of this filter, once, at load.
   *
   * @return what {@link StreamContext#routeConfig} gives to the filter
   * @throws mesh.config.InvalidConfigException fields relative to the config message
   */
  default Object bindRoute(Message config, FilterContext context) {
    throw new mesh.config.InvalidConfigException(
        "",
        Fields.type(config).getFullName(),
        "no per-route configuration: " + name() + " has none");
  }

  /** Messages that {@link #bindRoute} takes; empty if the filter has no per-route configuration. */
  default java.util.List<Message> routePrototypes() {
    return java.util.List.of();
  }
}
