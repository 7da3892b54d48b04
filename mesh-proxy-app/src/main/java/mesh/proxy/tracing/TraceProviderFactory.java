package mesh.proxy.tracing;

import com.google.protobuf.Message;
import mesh.proxy.filter.Extension;

/**
 * Registers one kind of tracing system.
 *
 * @param <P> the config message
 */
public interface TraceProviderFactory<P extends Message> extends Extension<P> {

  /**
   * Validates the config once, at load.
   *
   * @throws mesh.config.InvalidConfigException fields relative to the config message
   */
  TraceProvider bind(P config, TraceContext context);
}
