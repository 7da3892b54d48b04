package mesh.proxy.accesslog.file;

import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import mesh.proxy.accesslog.AccessLogContext;
import mesh.proxy.accesslog.AccessLogSink;
import mesh.proxy.accesslog.AccessLogSinkFactory;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.FormatConfig;
import mesh.proxy.format.Formatter;
import mesh.proxy.format.TextFormatter;

/** Registers {@code envoy.access_loggers.stdout}. */
public final class StdoutSinkFactory implements AccessLogSinkFactory<StdoutAccessLog> {

  @Override
  public String name() {
    return "envoy.access_loggers.stdout";
  }

  @Override
  public StdoutAccessLog prototype() {
    return StdoutAccessLog.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(FormatConfig.SUPPORTED);
  }

  @Override
  public AccessLogSink bind(StdoutAccessLog config, AccessLogContext context) {
    Formatter format =
        config.hasLogFormat()
            ? ProtoValue.under(
                "log_format", () -> FormatConfig.parse(config.getLogFormat()).formatter())
            : TextFormatter.of("log_format", FormatConfig.ACCESS_LOG, TextFormatter.Missing.DASH);
    return new FileSink(context.files().file("/dev/stdout"), format);
  }
}
