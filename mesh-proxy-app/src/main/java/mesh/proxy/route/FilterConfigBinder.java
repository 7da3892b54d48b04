package mesh.proxy.route;

import com.google.protobuf.Any;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code typed_per_filter_config} entries into what filters read; given by who knows the
 * filters.
 */
@FunctionalInterface
public interface FilterConfigBinder {

  /**
   * Binds one entry.
   *
   * @param filterName the filter's name in its chain
   * @param optional whether an unknown filter or message is to be passed over
   * @return null if it was passed over
   * @throws mesh.config.InvalidConfigException with a field relative to the entry
   */
  @Nullable Object bind(String filterName, Any config, boolean optional);
}
