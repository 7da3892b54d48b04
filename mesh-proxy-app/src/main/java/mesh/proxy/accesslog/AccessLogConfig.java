package mesh.proxy.accesslog;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.rule.AccessLogRule;
import mesh.proxy.accesslog.rule.RuleConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.ExtensionMenu;

/** Reads {@code access_log} lists. Shared by all threads. */
public final class AccessLogConfig implements AccessLogFactory {

  public static final Supported SUPPORTED =
      Supported.of(AccessLog.getDefaultInstance())
          .fields("name", "filter", "typed_config")
          .and(RuleConfig.SUPPORTED);

  private final AccessLogContext context;
  private final ExtensionMenu<AccessLogSinkFactory<?>> sinks;
  private final RuleConfig rules;

  /**
   * @param sinks every kind that a configuration may name
   */
  public AccessLogConfig(AccessLogContext context, List<AccessLogSinkFactory<?>> sinks) {
    this.context = context;
    this.sinks = new ExtensionMenu<>(sinks);
    this.rules = new RuleConfig(context.runtime(), context.randomBelow());
  }

  @Override
  public mesh.proxy.accesslog.AccessLog bind(List<AccessLog> configs) {
    if (configs.isEmpty()) {
      return mesh.proxy.accesslog.AccessLog.NONE;
    }
    var entries = new ArrayList<AccessLogs.Entry>(configs.size());
    for (int at = 0; at < configs.size(); at++) {
      AccessLog config = configs.get(at);
      entries.add(ProtoValue.under("[" + at + "]", () -> entry(config)));
    }
    return new AccessLogs(entries);
  }

  private AccessLogs.Entry entry(AccessLog config) {
    AccessLogRule rule =
        config.hasFilter()
            ? ProtoValue.under("filter", () -> rules.parse(config.getFilter()))
            : null;
    if (!config.hasTypedConfig()) {
      throw new InvalidConfigException(
          "typed_config", null, "the configuration of " + config.getName());
    }
    var found = sinks.read(config.getName(), config.getTypedConfig());
    return new AccessLogs.Entry(rule, ProtoValue.under("typed_config", () -> bind(found)));
  }

  private AccessLogSink bind(ExtensionMenu.Found<AccessLogSinkFactory<?>> found) {
    return bind(found.extension(), found.config());
  }

  @SuppressWarnings("unchecked") // the menu unpacked the config with the extension's own prototype
  private <P extends Message> AccessLogSink bind(AccessLogSinkFactory<P> factory, Message config) {
    return factory.bind((P) config, context);
  }
}
