package mesh.proxy.filter.network.httpconnectionmanager;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.accesslog.AccessLogConfig;
import mesh.proxy.accesslog.rule.RuleConfig;
import mesh.proxy.config.Fields;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.filter.http.TerminalFilterFactory;
import mesh.proxy.filter.network.ListenerFacts;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.httpconnectionmanager.origin.OriginalAddressConfig;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.http.h2.Http2Config;
import mesh.proxy.http.h2.Http2Stats;
import mesh.proxy.route.FilterConfigBinder;
import mesh.proxy.route.RouteContext;
import mesh.proxy.route.RouteResource;
import mesh.proxy.route.RouteTable;
import mesh.proxy.route.RouteTableConfig;
import mesh.proxy.tracing.Tracer;
import mesh.proxy.tracing.TracerScope;
import mesh.proxy.tracing.TracingConfig;
import mesh.proxy.tracing.sampling.RequestIdConfig;
import mesh.proxy.xds.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Reads one {@code HttpConnectionManager}. */
final class ManagerProtoConfig {

  static final Supported SUPPORTED =
      Supported.of(HttpConnectionManager.getDefaultInstance())
          .fields(
              "codec_type",
              "stat_prefix",
              "route_config",
              "rds",
              "http_filters",
              "add_user_agent",
              "tracing",
              "common_http_protocol_options",
              "http1_safe_max_connection_duration",
              "http_protocol_options",
              "http2_protocol_options",
              "server_name",
              "server_header_transformation",
              "scheme_header_transformation",
              "max_request_headers_kb",
              "stream_idle_timeout",
              "request_timeout",
              "request_headers_timeout",
              "drain_timeout",
              "delayed_close_timeout",
              "access_log",
              "local_reply_config",
              "use_remote_address",
              "xff_num_trusted_hops",
              "original_ip_detection_extensions",
              "internal_address_config",
              "skip_xff_append",
              "append_x_forwarded_port",
              "via",
              "generate_request_id",
              "preserve_external_request_id",
              "always_set_request_id_in_response",
              "forward_client_cert_details",
              "set_current_client_cert_details",
              "proxy_100_continue",
              "upgrade_configs",
              "normalize_path",
              "merge_slashes",
              "path_with_escaped_slashes_action",
              "request_id_extension",
              "strip_matching_host_port",
              "strip_any_host_port",
              "stream_error_on_invalid_http_message",
              "strip_trailing_host_dot")
          .and(
              Supported.all(Rds.getDefaultInstance()),
              ConfigSource.SUPPORTED,
              RouteTableConfig.SUPPORTED,
              Http1Config.SUPPORTED,
              Http2Config.SUPPORTED,
              ManagerRulesConfig.SUPPORTED,
              OriginalAddressConfig.SUPPORTED,
              ReplyRewriteConfig.SUPPORTED,
              AccessLogConfig.SUPPORTED,
              TracingConfig.SUPPORTED,
              RequestIdConfig.SUPPORTED);

  private static final long IDLE_MILLIS = 3_600_000;
  private static final long STREAM_IDLE_MILLIS = 300_000;
  private static final long DRAIN_MILLIS = 5_000;
  private static final int HEADER_KIB = 60;
  private static final int HEADER_COUNT = 100;
  private final HttpConnectionManager proto;
  private final NetworkFilterContext context;
  private final ConnectionManagerFactory.Services services;
  private final FilterContext filterContext;

  ManagerProtoConfig(
      HttpConnectionManager proto,
      NetworkFilterContext context,
      ConnectionManagerFactory.Services services) {
    this.proto = proto;
    this.context = context;
    this.services = services;
    this.filterContext = services.filterContext("http." + proto.getStatPrefix() + ".", context);
  }

  HttpConnectionFilter parse() {
    var stats =
        new ConnectionManagerStats(
            context.stats().scope(filterContext.statPrefix()),
            context.listenerStats().scope(filterContext.statPrefix()));
    var options = proto.getCommonHttpProtocolOptions();
    var limits =
        new HttpLimits(
            1024
                * (proto.hasMaxRequestHeadersKb()
                    ? proto.getMaxRequestHeadersKb().getValue()
                    : HEADER_KIB),
            options.hasMaxHeadersCount() ? options.getMaxHeadersCount().getValue() : HEADER_COUNT,
            millis(
                proto.hasDelayedCloseTimeout(),
                proto.getDelayedCloseTimeout(),
                HttpLimits.ENVOY.lingerMillis()));
    UnderscorePolicy underscores =
        switch (options.getHeadersWithUnderscoresAction()) {
          case REJECT_REQUEST -> UnderscorePolicy.REJECT_REQUEST;
          case DROP_HEADER -> UnderscorePolicy.DROP_HEADER;
          case ALLOW, UNRECOGNIZED -> UnderscorePolicy.ALLOW;
        };
    var rules = new ManagerRulesConfig(proto, services);
    FilterChain chain = filters();
    AccessLog accessLog = accessLog();
    Tracer tracer = tracer();
    RouteResource rds = proto.hasRds() ? rds() : null; // last, for it must be closed
    Supplier<RouteTable> routes = rds == null ? fixed(routes()) : rds;
    var config =
        new ConnectionManagerConfig(
            codec(),
            rules.http1(limits, underscores),
            http2(limits, underscores),
            Http2Stats.of(context.stats()),
            routes,
            services.clusters(),
            chain,
            rules.requestRules(),
            rules.responseRules(),
            rules.upgrades(),
            rules.replies(new RuleConfig(context.runtime(), context.randomBelow())),
            new StreamTimeouts.Limits(
                idleMillis(),
                millis(true, proto.getRequestTimeout(), 0),
                millis(true, proto.getRequestHeadersTimeout(), 0),
                millis(true, options.getMaxStreamDuration(), 0)),
            new ConnectionTimeouts.Limits(
                millis(options.hasIdleTimeout(), options.getIdleTimeout(), IDLE_MILLIS),
                millis(true, options.getMaxConnectionDuration(), 0),
                proto.getHttp1SafeMaxConnectionDuration(),
                millis(proto.hasDrainTimeout(), proto.getDrainTimeout(), DRAIN_MILLIS),
                options.getMaxRequestsPerConnection().getValue()),
            context.listener().bufferBytes(),
            new Expectations(proto.getProxy100Continue()),
            accessLog,
            tracer,
            context.runtime(),
            stats);
    return new HttpConnectionFilter(config, rds);
  }

  private static Supplier<RouteTable> fixed(RouteTable table) {
    return () -> table;
  }

  private Http2Config http2(HttpLimits limits, UnderscorePolicy underscores) {
    Http2ProtocolOptions options = proto.getHttp2ProtocolOptions();
    Http2Config own =
        ProtoValue.under(
            "http2_protocol_options",
            () ->
                Http2Config.parse(options, limits, underscores)
                    .with(
                        context.listener().bufferBytes(),
                        millis(proto.hasDrainTimeout(), proto.getDrainTimeout(), DRAIN_MILLIS),
                        idleMillis()));
    return proto.hasStreamErrorOnInvalidHttpMessage()
            && !options.hasOverrideStreamErrorOnInvalidHttpMessage()
        ? own.withStreamErrors(proto.getStreamErrorOnInvalidHttpMessage().getValue())
        : own;
  }

  private long idleMillis() {
    return millis(proto.hasStreamIdleTimeout(), proto.getStreamIdleTimeout(), STREAM_IDLE_MILLIS);
  }

  private ConnectionManagerConfig.Codec codec() {
    return switch (proto.getCodecType()) {
      case AUTO -> ConnectionManagerConfig.Codec.AUTO;
      case HTTP1 -> ConnectionManagerConfig.Codec.HTTP1;
      case HTTP2 -> ConnectionManagerConfig.Codec.HTTP2;
      case HTTP3, UNRECOGNIZED ->
          throw new InvalidConfigException(
              "codec_type", proto.getCodecType(), "AUTO, HTTP1 or HTTP2");
    };
  }

  private AccessLog accessLog() {
    return ProtoValue.under(
        "access_log", () -> services.accessLogs().bind(proto.getAccessLogList()));
  }

  private Tracer tracer() {
    if (!proto.hasTracing()) {
      return Tracer.NONE;
    }
    var scope =
        new TracerScope(
            context.stats().scope("http." + proto.getStatPrefix()),
            context.listener().direction() == ListenerFacts.Direction.OUTBOUND,
            ProtoValue.under(
                "request_id_extension",
                () -> RequestIdConfig.parse(proto.getRequestIdExtension())));
    return ProtoValue.under("tracing", () -> services.tracers().bind(proto.getTracing(), scope));
  }

  private RouteTable routes() {
    if (!proto.hasRouteConfig()) {
      throw new InvalidConfigException(
          "route_specifier", proto.getRouteSpecifierCase(), "route_config or rds");
    }
    RouteContext tables = tables(true);
    return ProtoValue.under(
        "route_config", () -> RouteTableConfig.parse(proto.getRouteConfig(), tables));
  }

  private RouteResource rds() {
    Rds rds = proto.getRds();
    if (rds.getRouteConfigName().isEmpty()) {
      throw new InvalidConfigException("rds.route_config_name", "", "not empty");
    }
    return ProtoValue.under(
        "rds.config_source",
        () ->
            RouteResource.subscribe(
                services.routes(),
                ConfigSource.parse(rds.getConfigSource()),
                rds.getRouteConfigName(),
                tables(false),
                context
                    .stats()
                    .scope("http." + proto.getStatPrefix())
                    .scope("rds." + rds.getRouteConfigName())));
  }

  private RouteContext tables(boolean validateClusters) {
    FilterConfigBinder binder = this::bindRoute;
    return new RouteContext(binder, services.routes().clusters(), validateClusters);
  }

  private @Nullable Object bindRoute(String filterName, Any config, boolean optional) {
    HttpFilterFactory<?> factory = factoryOfRouteConfig(filterName, config);
    if (factory == null) {
      if (optional) {
        return null;
      }
      throw new InvalidConfigException(
          "@type", config.getTypeUrl(), "a per-route message of an HTTP filter");
    }
    String type = TypedConfig.typeName(config);
    for (Message prototype : factory.routePrototypes()) {
      if (Fields.type(prototype).getFullName().equals(type)) {
        return factory.bindRoute(
            TypedConfig.open(config, prototype, factory.supported()),
            filterContext.named(filterName));
      }
    }
    throw new InvalidConfigException(
        "@type", config.getTypeUrl(), "a per-route message of " + factory.name());
  }

  private @Nullable HttpFilterFactory<?> factoryOfRouteConfig(String filterName, Any config) {
    HttpFilterFactory<?> named = services.filters().named(filterName);
    if (named != null) {
      return named;
    }
    String type = TypedConfig.typeName(config);
    for (HttpFilterFactory<?> factory : services.filters().all()) {
      if (factory.routePrototypes().stream()
          .anyMatch(m -> Fields.type(m).getFullName().equals(type))) {
        return factory;
      }
    }
    return null;
  }

  private FilterChain filters() {
    int count = proto.getHttpFiltersCount();
    if (count == 0) {
      throw new InvalidConfigException("http_filters", "[]", "at least a router");
    }
    List<FilterChain.Entry> entries = new ArrayList<>();
    for (int at = 0; at < count - 1; at++) {
      HttpFilter filter = proto.getHttpFilters(at);
      entries.add(ProtoValue.under("http_filters[" + at + "]", () -> entry(filter)));
    }
    HttpFilter last = proto.getHttpFilters(count - 1);
    return new FilterChain(
        entries, ProtoValue.under("http_filters[" + (count - 1) + "]", () -> terminal(last)));
  }

  private FilterChain.Entry entry(HttpFilter filter) {
    if (isTerminal(filter)) {
      throw new InvalidConfigException(
          "name", filter.getName(), "last in http_filters: it ends the chain");
    }
    ExtensionMenu.Found<HttpFilterFactory<?>> found =
        services.filters().read(filter.getName(), filter.getTypedConfig());
    Supplier<? extends mesh.proxy.filter.http.HttpFilter> bound =
        ProtoValue.under(
            "typed_config", () -> bind(found.extension(), found.config(), filter.getName()));
    return new FilterChain.Entry(filter.getName(), bound, filter.getDisabled());
  }

  private boolean isTerminal(HttpFilter filter) {
    String type = filter.getTypedConfig().getTypeUrl();
    return services.terminals().all().stream()
        .anyMatch(
            terminal ->
                type.isEmpty()
                    ? terminal.name().equals(filter.getName())
                    : type.endsWith("/" + Fields.type(terminal.prototype()).getFullName()));
  }

  private Function<StreamContext, TerminalFilter> terminal(HttpFilter filter) {
    if (!isTerminal(filter)) {
      throw new InvalidConfigException(
          "name",
          filter.getName(),
          "a filter that ends the chain, such as envoy.filters.http.router");
    }
    ExtensionMenu.Found<TerminalFilterFactory<?>> found =
        services.terminals().read(filter.getName(), filter.getTypedConfig());
    return ProtoValue.under("typed_config", () -> bindTerminal(found.extension(), found.config()));
  }

  @SuppressWarnings("unchecked") // the menu unpacked it with this factory's own prototype
  private <P extends Message> Supplier<? extends mesh.proxy.filter.http.HttpFilter> bind(
      HttpFilterFactory<P> factory, Message config, String name) {
    return factory.bind((P) config, filterContext.named(name));
  }

  @SuppressWarnings("unchecked") // as above
  private <P extends Message> Function<StreamContext, TerminalFilter> bindTerminal(
      TerminalFilterFactory<P> factory, Message config) {
    return factory.bind((P) config, filterContext);
  }

  static long millis(boolean set, Duration duration, long otherwise) {
    return set ? Durations.toMillis(duration) : otherwise;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
