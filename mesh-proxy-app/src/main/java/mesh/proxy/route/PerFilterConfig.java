package mesh.proxy.route;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import java.util.HashMap;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;

/** Reads {@code typed_per_filter_config} of all levels. */
final class PerFilterConfig {

  static final Supported SUPPORTED = Supported.all(FilterConfig.getDefaultInstance());

  private PerFilterConfig() {}

  static Map<String, FilterBinding> parse(Map<String, Any> protos, FilterConfigBinder binder) {
    if (protos.isEmpty()) {
      return Map.of();
    }
    var bindings = new HashMap<String, FilterBinding>();
    protos.forEach(
        (name, config) -> {
          try {
            bindings.put(name, parse(name, config, binder));
          } catch (InvalidConfigException e) {
            throw e.under("typed_per_filter_config[\"" + name + "\"]");
          }
        });
    return bindings;
  }

  private static FilterBinding parse(String name, Any config, FilterConfigBinder binder) {
    if (!config.is(FilterConfig.class)) {
      return new FilterBinding(binder.bind(name, config, false), false);
    }
    FilterConfig wrapper;
    try {
      wrapper = config.unpack(FilterConfig.class);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException("", config.getTypeUrl(), "a message: " + e.getMessage());
    }
    if (wrapper.getDisabled()) {
      return new FilterBinding(null, true);
    }
    boolean configured = !wrapper.getConfig().getTypeUrl().isEmpty(); // else it is enabled, no more
    Object bound =
        configured ? binder.bind(name, wrapper.getConfig(), wrapper.getIsOptional()) : null;
    return new FilterBinding(bound, false);
  }
}
