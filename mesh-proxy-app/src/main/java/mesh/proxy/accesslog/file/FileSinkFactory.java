package mesh.proxy.accesslog.file;

import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import mesh.proxy.accesslog.AccessLogContext;
import mesh.proxy.accesslog.AccessLogSink;
import mesh.proxy.accesslog.AccessLogSinkFactory;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.FormatConfig;
import mesh.proxy.format.Formatter;
import mesh.proxy.format.JsonFormatter;
import mesh.proxy.format.TextFormatter;

/** Registers {@code envoy.access_loggers.file}. */
public final class FileSinkFactory implements AccessLogSinkFactory<FileAccessLog> {

  @Override
  public String name() {
    return "envoy.access_loggers.file";
  }

  @Override
  public FileAccessLog prototype() {
    return FileAccessLog.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(FormatConfig.SUPPORTED);
  }

  @Override
  public AccessLogSink bind(FileAccessLog config, AccessLogContext context) {
    Formatter format = format(config); // first: a wrong one opens no file
    return new FileSink(context.files().file(config.getPath()), format);
  }

  @SuppressWarnings("deprecation") // old configurations have the old fields
  private static Formatter format(FileAccessLog config) {
    return switch (config.getAccessLogFormatCase()) {
      case FORMAT ->
          text(
              "format",
              config.getFormat().isEmpty() ? FormatConfig.ACCESS_LOG : config.getFormat());
      case JSON_FORMAT ->
          JsonFormatter.of(
              "json_format", ProtoValue.struct(config.getJsonFormat()), TextFormatter.Missing.DASH);
      case TYPED_JSON_FORMAT ->
          JsonFormatter.of(
              "typed_json_format",
              ProtoValue.struct(config.getTypedJsonFormat()),
              TextFormatter.Missing.DASH);
      case LOG_FORMAT ->
          ProtoValue.under(
              "log_format", () -> FormatConfig.parse(config.getLogFormat()).formatter());
      case ACCESSLOGFORMAT_NOT_SET -> text("format", FormatConfig.ACCESS_LOG);
    };
  }

  private static Formatter text(String field, String format) {
    return TextFormatter.of(field, format, TextFormatter.Missing.DASH);
  }
}
