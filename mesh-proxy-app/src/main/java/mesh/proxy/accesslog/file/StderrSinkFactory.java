package mesh.proxy.accesslog.file;

import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StderrAccessLog;
import mesh.proxy.accesslog.AccessLogContext;
import mesh.proxy.accesslog.AccessLogSink;
import mesh.proxy.accesslog.AccessLogSinkFactory;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.FormatConfig;
import mesh.proxy.format.Formatter;
import mesh.proxy.format.TextFormatter;

/** Registers {@code envoy.access_loggers.stderr}. */
public final class StderrSinkFactory implements AccessLogSinkFactory<StderrAccessLog> {

  @Override
  public String name() {
    return "envoy.access_loggers.stderr";
  }

  @Override
  public StderrAccessLog prototype() {
    return StderrAccessLog.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(FormatConfig.SUPPORTED);
  }

  @Override
  public AccessLogSink bind(StderrAccessLog config, AccessLogContext context) {
    Formatter format =
        config.hasLogFormat()
            ? ProtoValue.under(
                "log_format", () -> FormatConfig.parse(config.getLogFormat()).formatter())
            : TextFormatter.of("log_format", FormatConfig.ACCESS_LOG, TextFormatter.Missing.DASH);
    return new FileSink(context.files().file("/dev/stderr"), format);
  }
}
