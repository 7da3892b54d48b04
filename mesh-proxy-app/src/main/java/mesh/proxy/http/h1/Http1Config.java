package mesh.proxy.http.h1;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;

/**
 * How an HTTP/1 codec behaves. Immutable.
 *
 * @param limits of heads
 * @param underscores what to do with field names that contain one
 * @param validateScheme refuse a URL with {@code https} on a plaintext connection
 * @param streamErrors a request that makes no sense does not end the connection if its end is known
 * @param absoluteUrl accept {@code GET http://host/path} and take the authority from it
 * @param http10 accept HTTP/1.0 requests; else 426
 * @param defaultHost authority of an HTTP/1.0 request without Host; may be empty
 * @param trailers pass trailers on; else they are read and dropped
 * @param chunkedWithLength accept a message with both and drop the length; else 400
 * @param customMethods accept methods that are not registered; else 400
 * @param names how field names are written
 */
public record Http1Config(
    HttpLimits limits,
    UnderscorePolicy underscores,
    boolean validateScheme,
    boolean streamErrors,
    boolean absoluteUrl,
    boolean http10,
    String defaultHost,
    boolean trailers,
    boolean chunkedWithLength,
    boolean customMethods,
    NameCase names) {

  /** Envoy's defaults. */
  public static final Http1Config ENVOY =
      new Http1Config(
          HttpLimits.ENVOY,
          UnderscorePolicy.ALLOW,
          false,
          false,
          true,
          false,
          "",
          false,
          false,
          false,
          NameCase.LOWER);

  /** The fields that {@link #parse} honours. */
  public static final Supported SUPPORTED =
      Supported.of(Http1ProtocolOptions.getDefaultInstance())
          .fields(
              "allow_absolute_url",
              "accept_http_10",
              "default_host_for_http_10",
              "header_key_format",
              "enable_trailers",
              "override_stream_error_on_invalid_http_message",
              "allow_chunked_length",
              "allow_custom_methods")
          .and(
              Supported.of(Http1ProtocolOptions.HeaderKeyFormat.getDefaultInstance())
                  .fields("proper_case_words", "stateful_formatter"),
              Supported.all(TypedExtensionConfig.getDefaultInstance()),
              Supported.all(
                  Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords.getDefaultInstance()));

  private static final Supported PRESERVE_CASE =
      Supported.of(PreserveCaseFormatterConfig.getDefaultInstance());

  /**
   * Reads what the proto says; the rest is Envoy's default.
   *
   * @throws InvalidConfigException fields relative to {@code proto}
   */
  public static Http1Config parse(
      Http1ProtocolOptions proto, HttpLimits limits, UnderscorePolicy underscores) {
    return new Http1Config(
        limits,
        underscores,
        false,
        proto.getOverrideStreamErrorOnInvalidHttpMessage().getValue(),
        !proto.hasAllowAbsoluteUrl() || proto.getAllowAbsoluteUrl().getValue(),
        proto.getAcceptHttp10(),
        proto.getDefaultHostForHttp10(),
        proto.getEnableTrailers(),
        proto.getAllowChunkedLength(),
        proto.getAllowCustomMethods(),
        names(proto.getHeaderKeyFormat()));
  }

  private static NameCase names(Http1ProtocolOptions.HeaderKeyFormat proto) {
    if (!proto.hasStatefulFormatter()) {
      return proto.hasProperCaseWords() ? NameCase.PROPER : NameCase.LOWER;
    }
    Any formatter = proto.getStatefulFormatter().getTypedConfig();
    if (!formatter.is(PreserveCaseFormatterConfig.class)) {
      throw new InvalidConfigException(
          "header_key_format.stateful_formatter.typed_config.@type",
          formatter.getTypeUrl(),
          "envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig");
    }
    ProtoValue.under(
        "header_key_format.stateful_formatter.typed_config",
        () ->
            TypedConfig.open(
                formatter, PreserveCaseFormatterConfig.getDefaultInstance(), PRESERVE_CASE));
    return NameCase.PRESERVED;
  }

  /** The same for a server that is its clients' first: nobody in front of it took TLS off. */
  public Http1Config atEdge() {
    return with(true, streamErrors);
  }

  public Http1Config withStreamErrors(boolean streams) {
    return with(validateScheme, streams);
  }

  private Http1Config with(boolean validates, boolean streams) {
    return new Http1Config(
        limits,
        underscores,
        validates,
        streams,
        absoluteUrl,
        http10,
        defaultHost,
        trailers,
        chunkedWithLength,
        customMethods,
        names);
  }
}
