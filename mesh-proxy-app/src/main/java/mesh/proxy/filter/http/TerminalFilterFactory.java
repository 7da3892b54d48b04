package mesh.proxy.filter.http;

import com.google.protobuf.Message;
import java.util.function.Function;

/**
 * Registers a filter that ends a chain.
 *
 * @param <P> the config message
 */
public interface TerminalFilterFactory<P extends Message> extends mesh.proxy.filter.Extension<P> {

  /**
   * Validates the config once, at load.
   *
   * @return called once per stream
   * @throws mesh.config.InvalidConfigException fields relative to the config message
   */
  Function<StreamContext, TerminalFilter> bind(P config, FilterContext context);
}
