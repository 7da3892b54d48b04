package mesh.proxy.filter.listener;

import com.google.protobuf.Message;
import java.util.function.Supplier;
import mesh.proxy.filter.Extension;
import mesh.proxy.stats.Stats;

/**
 * Registers one listener filter.
 *
 * @param <P> the config message
 */
public interface ListenerFilterFactory<P extends Message> extends Extension<P> {

  /**
   * Validates the config once, at load.
   *
   * @param root scope of the process: listener filters count under names of their own
   * @return called once per connection
   * @throws mesh.config.InvalidConfigException fields relative to the config message
   */
  Supplier<ListenerFilter> bind(P config, Stats root);
}
