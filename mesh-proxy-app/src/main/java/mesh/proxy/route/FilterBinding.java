package mesh.proxy.route;

import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code typed_per_filter_config}. Immutable.
 *
 * @param config what the filter's factory made of it; null if the entry has none
 * @param disabled whether the filter is left out; false switches a filter on that is off in the
 *     chain
 */
record FilterBinding(@Nullable Object config, boolean disabled) {}
