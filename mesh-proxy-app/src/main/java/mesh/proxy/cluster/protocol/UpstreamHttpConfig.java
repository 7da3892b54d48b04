package mesh.proxy.cluster.protocol;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.UpstreamHttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import java.time.Duration;
import java.util.Locale;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.http.h2.Http2Config;

/**
 * How a cluster speaks HTTP. Immutable.
 *
 * @param idleTimeout closes connections without requests; zero never does
 * @param maxConnectionDuration drains connections of that age; zero never does
 * @param maxStreamDuration resets requests of that age; zero never does
 * @param maxRequestsPerConnection 0 for no limit
 * @param http1 how HTTP/1 is spoken
 * @param http2 how HTTP/2 is spoken
 * @param autoSni true if SNI is the request's authority
 * @param autoSanValidation true if the certificate must be for the request's authority
 * @param autoSniHeader lower-case name of a header that replaces the authority; may be empty
 */
public record UpstreamHttpConfig(
    UpstreamProtocol protocol,
    Duration idleTimeout,
    Duration maxConnectionDuration,
    Duration maxStreamDuration,
    int maxRequestsPerConnection,
    Http1Config http1,
    Http2Config http2,
    boolean autoSni,
    boolean autoSanValidation,
    String autoSniHeader) {

  /** The key in {@code typed_extension_protocol_options}. */
  public static final String KEY = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /** The fields of {@code HttpProtocolOptions} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.of(HttpProtocolOptions.getDefaultInstance())
          .fields(
              "common_http_protocol_options",
              "upstream_http_protocol_options",
              "explicit_http_config",
              "use_downstream_protocol_config",
              "auto_config")
          .and(
              Supported.of(ExplicitHttpConfig.getDefaultInstance())
                  .fields("http_protocol_options", "http2_protocol_options"),
              Supported.of(UseDownstreamHttpConfig.getDefaultInstance())
                  .fields("http_protocol_options", "http2_protocol_options"),
              Supported.of(AutoHttpConfig.getDefaultInstance())
                  .fields("http_protocol_options", "http2_protocol_options"),
              Http1Config.SUPPORTED,
              Http2Config.SUPPORTED,
              Supported.all(UpstreamHttpProtocolOptions.getDefaultInstance()),
              Supported.all(
                  io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.getDefaultInstance()));

  private static final Duration IDLE = Duration.ofHours(1);
  private static final int KIB = 1024;
  private static final int HTTP1_HEAD_KIB = 80;
  private static final int HTTP2_HEAD_KIB = 60;
  private static final int MOST_HEAD_KIB = 8192;
  private static final int HEADERS = 100;

  /** Reads the typed options, or else the old fields of the cluster. */
  public static UpstreamHttpConfig parse(Cluster cluster) {
    for (var other : cluster.getTypedExtensionProtocolOptionsMap().entrySet()) {
      if (!other.getKey().equals(KEY)) {
        throw new InvalidConfigException(
            "typed_extension_protocol_options[\"" + other.getKey() + "\"]",
            TypedConfig.typeName(other.getValue()),
            "options of HTTP alone, under the key " + KEY);
      }
    }
    Any typed = cluster.getTypedExtensionProtocolOptionsMap().get(KEY);
    if (typed == null) {
      return of(legacy(cluster));
    }
    return ProtoValue.under(
        "typed_extension_protocol_options[\"" + KEY + "\"]",
        () -> of(TypedConfig.open(typed, HttpProtocolOptions.getDefaultInstance(), SUPPORTED)));
  }

  /** True if HTTP/2 may be spoken without asking. */
  public boolean isHttp2Only() {
    return protocol == UpstreamProtocol.HTTP2;
  }

  private static UpstreamHttpConfig of(HttpProtocolOptions options) {
    var shared = options.getCommonHttpProtocolOptions();
    var upstream = options.getUpstreamHttpProtocolOptions();
    int headers =
        shared.hasMaxHeadersCount()
            ? atLeastOne("max_headers_count", shared.getMaxHeadersCount().getValue())
            : HEADERS;
    var http1Limits = new HttpLimits(headKib(shared, HTTP1_HEAD_KIB) * KIB, headers);
    var http2Limits = new HttpLimits(headKib(shared, HTTP2_HEAD_KIB) * KIB, headers);
    return new UpstreamHttpConfig(
        protocol(options),
        shared.hasIdleTimeout() ? ProtoValue.duration(shared.getIdleTimeout()) : IDLE,
        ProtoValue.duration(shared.getMaxConnectionDuration()),
        ProtoValue.duration(shared.getMaxStreamDuration()),
        shared.hasMaxRequestsPerConnection()
            ? capped(shared.getMaxRequestsPerConnection().getValue())
            : 0,
        Http1Config.parse(http1Options(options), http1Limits, UnderscorePolicy.ALLOW),
        Http2Config.parse(http2Options(options), http2Limits, UnderscorePolicy.ALLOW),
        upstream.getAutoSni(),
        upstream.getAutoSanValidation(),
        upstream.getOverrideAutoSniHeader().toLowerCase(Locale.ROOT));
  }

  private static Http1ProtocolOptions http1Options(HttpProtocolOptions options) {
    return switch (options.getUpstreamProtocolOptionsCase()) {
      case EXPLICIT_HTTP_CONFIG -> options.getExplicitHttpConfig().getHttpProtocolOptions();
      case USE_DOWNSTREAM_PROTOCOL_CONFIG ->
          options.getUseDownstreamProtocolConfig().getHttpProtocolOptions();
      case AUTO_CONFIG -> options.getAutoConfig().getHttpProtocolOptions();
      case UPSTREAMPROTOCOLOPTIONS_NOT_SET -> Http1ProtocolOptions.getDefaultInstance();
    };
  }

  private static Http2ProtocolOptions http2Options(HttpProtocolOptions options) {
    return switch (options.getUpstreamProtocolOptionsCase()) {
      case EXPLICIT_HTTP_CONFIG -> options.getExplicitHttpConfig().getHttp2ProtocolOptions();
      case USE_DOWNSTREAM_PROTOCOL_CONFIG ->
          options.getUseDownstreamProtocolConfig().getHttp2ProtocolOptions();
      case AUTO_CONFIG -> options.getAutoConfig().getHttp2ProtocolOptions();
      case UPSTREAMPROTOCOLOPTIONS_NOT_SET -> Http2ProtocolOptions.getDefaultInstance();
    };
  }

  private static UpstreamProtocol protocol(HttpProtocolOptions options) {
    return switch (options.getUpstreamProtocolOptionsCase()) {
      case EXPLICIT_HTTP_CONFIG ->
          switch (options.getExplicitHttpConfig().getProtocolConfigCase()) {
            case HTTP_PROTOCOL_OPTIONS -> UpstreamProtocol.HTTP1;
            case HTTP2_PROTOCOL_OPTIONS -> UpstreamProtocol.HTTP2;
            case HTTP3_PROTOCOL_OPTIONS, PROTOCOLCONFIG_NOT_SET ->
                throw new InvalidConfigException(
                    "explicit_http_config",
                    options.getExplicitHttpConfig().getProtocolConfigCase(),
                    "http_protocol_options or http2_protocol_options");
          };
      case USE_DOWNSTREAM_PROTOCOL_CONFIG ->
          options.getUseDownstreamProtocolConfig().hasHttp2ProtocolOptions()
              ? UpstreamProtocol.AS_DOWNSTREAM
              : UpstreamProtocol.HTTP1;
      case AUTO_CONFIG -> UpstreamProtocol.BY_ALPN;
      case UPSTREAMPROTOCOLOPTIONS_NOT_SET ->
          throw new InvalidConfigException(
              "upstream_protocol_options",
              null,
              "explicit_http_config, use_downstream_protocol_config or auto_config");
    };
  }

  /** The old spelling, said with the new one. */
  @SuppressWarnings("deprecation") // that is what the old spelling is
  private static HttpProtocolOptions legacy(Cluster cluster) {
    var options =
        HttpProtocolOptions.newBuilder()
            .setUpstreamHttpProtocolOptions(cluster.getUpstreamHttpProtocolOptions())
            .setCommonHttpProtocolOptions(cluster.getCommonHttpProtocolOptions());
    if (cluster.hasMaxRequestsPerConnection()
        && !options.getCommonHttpProtocolOptions().hasMaxRequestsPerConnection()) {
      options
          .getCommonHttpProtocolOptionsBuilder()
          .setMaxRequestsPerConnection(cluster.getMaxRequestsPerConnection());
    }
    Http1ProtocolOptions http1 = cluster.getHttpProtocolOptions();
    Http2ProtocolOptions http2 = cluster.getHttp2ProtocolOptions();
    if (cluster.getProtocolSelection()
        == Cluster.ClusterProtocolSelection.USE_DOWNSTREAM_PROTOCOL) {
      options.setUseDownstreamProtocolConfig(
          UseDownstreamHttpConfig.newBuilder()
              .setHttpProtocolOptions(http1)
              .setHttp2ProtocolOptions(http2));
    } else if (cluster.hasHttp2ProtocolOptions()) {
      options.setExplicitHttpConfig(ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(http2));
    } else {
      options.setExplicitHttpConfig(ExplicitHttpConfig.newBuilder().setHttpProtocolOptions(http1));
    }
    return options.build();
  }

  private static int headKib(
      io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions shared, int usual) {
    if (!shared.hasMaxResponseHeadersKb()) {
      return usual;
    }
    int kib = shared.getMaxResponseHeadersKb().getValue();
    if (kib < 1 || kib > MOST_HEAD_KIB) {
      throw new InvalidConfigException(
          "common_http_protocol_options.max_response_headers_kb",
          Integer.toUnsignedLong(kib),
          "1.." + MOST_HEAD_KIB);
    }
    return kib;
  }

  private static int atLeastOne(String field, int value) {
    if (value < 1) {
      throw new InvalidConfigException(
          "common_http_protocol_options." + field, Integer.toUnsignedLong(value), "1..2147483647");
    }
    return value;
  }

  private static int capped(int value) {
    return value < 0 ? Integer.MAX_VALUE : value; // unsigned: more than we could ever count
  }
}
