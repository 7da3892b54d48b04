package mesh.proxy.accesslog;

import com.google.protobuf.Message;
import mesh.proxy.filter.Extension;

/**
 * Registers one kind of access log.
 *
 * @param <P> the config message
 */
public interface AccessLogSinkFactory<P extends Message> extends Extension<P> {

  /**
   * Validates the config once, at load.
   *
   * @throws mesh.config.InvalidConfigException fields relative to the config message
   */
  AccessLogSink bind(P config, AccessLogContext context);
}
