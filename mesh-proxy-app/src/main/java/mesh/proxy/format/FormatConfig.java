package mesh.proxy.format;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.JsonFormatOptions;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.formatter.metadata.v3.Metadata;
import io.envoyproxy.envoy.extensions.formatter.req_without_query.v3.ReqWithoutQuery;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.TextFormatter.Missing;

/**
 * A format as configured. Immutable.
 *
 * @param contentType of what it prints
 */
public record FormatConfig(Formatter formatter, String contentType) {

  /** What access logs print where no format is configured. */
  public static final String ACCESS_LOG =
      "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\""
          + " %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION%"
          + " %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% \"%REQ(X-FORWARDED-FOR)%\""
          + " \"%REQ(USER-AGENT)%\" \"%REQ(X-REQUEST-ID)%\" \"%REQ(:AUTHORITY)%\""
          + " \"%UPSTREAM_HOST%\"\n";

  public static final Supported SUPPORTED =
      Supported.all(SubstitutionFormatString.getDefaultInstance())
          .and(
              Supported.of(JsonFormatOptions.getDefaultInstance())
                  .ignored("sort_properties", "keys are always sorted, as in Envoy"),
              DataSourceConfig.SUPPORTED);

  private static final String PLAIN = "text/plain";
  private static final String JSON = "application/json";

  /** Compiles. */
  @SuppressWarnings("deprecation") // text_format is what most configurations have
  public static FormatConfig parse(SubstitutionFormatString proto) {
    Missing missing = proto.getOmitEmptyValues() ? Missing.NOTHING : Missing.DASH;
    for (int at = 0; at < proto.getFormattersCount(); at++) {
      requireBuiltIn("formatters[" + at + "]", proto.getFormatters(at).getTypedConfig());
    }
    return switch (proto.getFormatCase()) {
      case TEXT_FORMAT ->
          text(TextFormatter.of("text_format", proto.getTextFormat(), missing), proto);
      case TEXT_FORMAT_SOURCE -> {
        DataSourceConfig source = DataSourceConfig.parse(proto.getTextFormatSource());
        if (source == null) {
          throw new InvalidConfigException(
              "text_format_source", null, "a source, such as inline_string");
        }
        String format = source.readText("text_format_source");
        yield text(TextFormatter.of("text_format_source", format, missing), proto);
      }
      case JSON_FORMAT ->
          new FormatConfig(
              JsonFormatter.of("json_format", ProtoValue.struct(proto.getJsonFormat()), missing),
              contentType(proto, JSON));
      case FORMAT_NOT_SET ->
          throw new InvalidConfigException(
              "format", null, "one of text_format, text_format_source, json_format");
    };
  }

  private static FormatConfig text(Formatter formatter, SubstitutionFormatString proto) {
    return new FormatConfig(formatter, contentType(proto, PLAIN));
  }

  private static String contentType(SubstitutionFormatString proto, String usual) {
    return proto.getContentType().isEmpty() ? usual : proto.getContentType();
  }

  // Envoy has these built in by now, too; naming them changes nothing.
  private static void requireBuiltIn(String field, Any formatter) {
    if (!formatter.is(Metadata.class) && !formatter.is(ReqWithoutQuery.class)) {
      throw new InvalidConfigException(
          field,
          formatter.getTypeUrl(),
          "envoy.formatter.metadata or envoy.formatter.req_without_query");
    }
  }
}
