package mesh.proxy.config.old;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The extensions of the v2 API's time, by the message that names them. Immutable. */
final class KnownExtensions {

  private static final String TLS = "envoy.extensions.transport_sockets.tls.v3.";

  // The message that names the extension; then: name, config message (after the package that
  // follows
  // from the name, if it starts with a capital letter), message per route, old name; "-" for none.
  private static final String TABLE =
      """
      envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter
      envoy.filters.http.adaptive_concurrency AdaptiveConcurrency - -
      envoy.filters.http.aws_lambda Config PerRouteConfig -
      envoy.filters.http.aws_request_signing AwsRequestSigning - -
      envoy.filters.http.buffer Buffer BufferPerRoute envoy.buffer
      envoy.filters.http.cache CacheConfig - -
      envoy.filters.http.cors Cors - envoy.cors
      envoy.filters.http.csrf CsrfPolicy CsrfPolicy envoy.csrf
      envoy.filters.http.dynamic_forward_proxy FilterConfig PerRouteConfig -
      envoy.filters.http.dynamo - - envoy.http_dynamo_filter
      envoy.filters.http.ext_authz ExtAuthz ExtAuthzPerRoute envoy.ext_authz
      envoy.filters.http.fault HTTPFault HTTPFault envoy.fault
      envoy.filters.http.grpc_http1_bridge Config - envoy.grpc_http1_bridge
      envoy.filters.http.grpc_http1_reverse_bridge FilterConfig FilterConfigPerRoute -
      envoy.filters.http.grpc_json_transcoder GrpcJsonTranscoder - envoy.grpc_json_transcoder
      envoy.filters.http.grpc_stats FilterConfig - -
      envoy.filters.http.grpc_web GrpcWeb - envoy.grpc_web
      envoy.filters.http.gzip Gzip - envoy.gzip
      envoy.filters.http.header_to_metadata Config Config -
      envoy.filters.http.health_check HealthCheck - envoy.health_check
      envoy.filters.http.ip_tagging IPTagging - envoy.ip_tagging
      envoy.filters.http.jwt_authn JwtAuthentication - -
      envoy.filters.http.lua Lua LuaPerRoute envoy.lua
      envoy.filters.http.on_demand OnDemand - -
      envoy.filters.http.original_src OriginalSrc - -
      envoy.filters.http.ratelimit RateLimit - envoy.rate_limit
      envoy.filters.http.rbac RBAC RBACPerRoute -
      envoy.filters.http.router Router - envoy.router
      envoy.filters.http.squash - - envoy.squash
      envoy.filters.http.tap Tap - -

      envoy.config.listener.v3.Filter
      envoy.filters.network.client_ssl_auth - - envoy.client_ssl_auth
      envoy.filters.network.direct_response Config - -
      envoy.filters.network.dubbo_proxy DubboProxy - -
      envoy.filters.network.echo Echo - envoy.echo
      envoy.filters.network.ext_authz ExtAuthz - envoy.ext_authz
      envoy.filters.network.http_connection_manager HttpConnectionManager - envoy.http_connection_manager
      envoy.filters.network.local_ratelimit LocalRateLimit - -
      envoy.filters.network.mongo_proxy MongoProxy - envoy.mongo_proxy
      envoy.filters.network.ratelimit RateLimit - envoy.ratelimit
      envoy.filters.network.rbac RBAC - -
      envoy.filters.network.redis_proxy RedisProxy - envoy.redis_proxy
      envoy.filters.network.sni_cluster SniCluster - -
      envoy.filters.network.tcp_proxy TcpProxy - envoy.tcp_proxy
      envoy.filters.network.thrift_proxy ThriftProxy - -
      envoy.filters.network.zookeeper_proxy ZooKeeperProxy - -

      envoy.config.listener.v3.ListenerFilter
      envoy.filters.listener.http_inspector HttpInspector - envoy.listener.http_inspector
      envoy.filters.listener.original_dst OriginalDst - envoy.listener.original_dst
      envoy.filters.listener.original_src OriginalSrc - envoy.listener.original_src
      envoy.filters.listener.proxy_protocol ProxyProtocol - envoy.listener.proxy_protocol
      envoy.filters.listener.tls_inspector TlsInspector - envoy.listener.tls_inspector

      envoy.config.accesslog.v3.AccessLog
      envoy.access_loggers.file FileAccessLog - envoy.file_access_log
      envoy.access_loggers.http_grpc \
      envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig - envoy.http_grpc_access_log
      envoy.access_loggers.tcp_grpc \
      envoy.extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig - envoy.tcp_grpc_access_log
      envoy.access_loggers.open_telemetry OpenTelemetryAccessLogConfig - envoy.open_telemetry_access_log
      envoy.access_loggers.stderr \
      envoy.extensions.access_loggers.stream.v3.StderrAccessLog - envoy.stderr_access_log
      envoy.access_loggers.stdout \
      envoy.extensions.access_loggers.stream.v3.StdoutAccessLog - envoy.stdout_access_log
      envoy.access_loggers.wasm WasmAccessLog - envoy.wasm_access_log

      envoy.config.trace.v3.Tracing.Http
      envoy.tracers.datadog envoy.config.trace.v3.DatadogConfig - -
      envoy.tracers.dynamic_ot envoy.config.trace.v3.DynamicOtConfig - envoy.dynamic.ot
      envoy.tracers.lightstep envoy.config.trace.v3.LightstepConfig - envoy.lightstep
      envoy.tracers.opencensus - - -
      envoy.tracers.xray envoy.config.trace.v3.XRayConfig - -
      envoy.tracers.zipkin envoy.config.trace.v3.ZipkinConfig - envoy.zipkin

      envoy.config.metrics.v3.StatsSink
      envoy.stat_sinks.dog_statsd envoy.config.metrics.v3.DogStatsdSink - envoy.dog_statsd
      envoy.stat_sinks.hystrix envoy.config.metrics.v3.HystrixSink - -
      envoy.stat_sinks.metrics_service envoy.config.metrics.v3.MetricsServiceConfig - envoy.metrics_service
      envoy.stat_sinks.statsd envoy.config.metrics.v3.StatsdSink - envoy.statsd

      envoy.config.core.v3.TransportSocket
      envoy.transport_sockets.alts Alts - -
      envoy.transport_sockets.raw_buffer RawBuffer - raw_buffer
      envoy.transport_sockets.tap Tap - -
      envoy.transport_sockets.tls UpstreamTlsContext - tls

      envoy.config.overload.v3.ResourceMonitor
      envoy.resource_monitors.fixed_heap FixedHeapConfig - -
      envoy.resource_monitors.injected_resource InjectedResourceConfig - -

      envoy.config.core.v3.HealthCheck.CustomHealthCheck
      envoy.health_checkers.redis Redis - -

      envoy.config.route.v3.RetryPolicy.RetryHostPredicate
      envoy.retry_host_predicates.omit_canary_hosts \
      envoy.extensions.retry.host.omit_canary_hosts.v3.OmitCanaryHostsPredicate - -
      envoy.retry_host_predicates.omit_host_metadata \
      envoy.extensions.retry.host.omit_host_metadata.v3.OmitHostMetadataConfig - -
      envoy.retry_host_predicates.previous_hosts \
      envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate - -

      envoy.config.route.v3.RetryPolicy.RetryPriority
      envoy.retry_priorities.previous_priorities \
      envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig - -
      """;

  static final String HTTP_FILTER =
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter";
  static final KnownExtension DOWNSTREAM_TLS =
      new KnownExtension("envoy.transport_sockets.tls", TLS + "DownstreamTlsContext", "");
  static final KnownExtension UPSTREAM_TLS =
      new KnownExtension("envoy.transport_sockets.tls", TLS + "UpstreamTlsContext", "");

  // By naming message, then by each name of the extension.
  private static final Map<String, Map<String, KnownExtension>> KNOWN = parse();

  private KnownExtensions() {}

  /** True if the message names an extension. */
  static boolean isNamedBy(String message) {
    return KNOWN.containsKey(message);
  }

  /** An extension under its name of today or an old one; null if it is not known. */
  static @Nullable KnownExtension find(String message, String name) {
    Map<String, KnownExtension> named = KNOWN.get(message);
    return named == null ? null : named.get(name);
  }

  /** The messages that name extensions. */
  static Set<String> naming() {
    return KNOWN.keySet();
  }

  /** All messages of all extensions. */
  static Stream<String> types() {
    return KNOWN.values().stream()
        .flatMap(named -> named.values().stream())
        .flatMap(one -> Stream.of(one.type(), one.routeType()))
        .filter(type -> !type.isEmpty())
        .distinct();
  }

  private static Map<String, Map<String, KnownExtension>> parse() {
    Map<String, Map<String, KnownExtension>> known = new HashMap<>();
    Map<String, KnownExtension> named = new HashMap<>();
    for (String line : TABLE.split("\n")) {
      String[] words = line.split(" ");
      if (words.length == 1 && !line.isEmpty()) {
        named = known.computeIfAbsent(line, message -> new HashMap<>());
      } else if (words.length == 4) {
        var extension =
            new KnownExtension(words[0], type(words[0], words[1]), type(words[0], words[2]));
        named.put(words[0], extension);
        if (!words[3].equals("-")) {
          named.put(words[3], extension);
        }
      }
    }
    return known;
  }

  // envoy.filters.http.buffer has its messages in envoy.extensions.filters.http.buffer.v3.
  private static String type(String name, String word) {
    if (word.equals("-")) {
      return "";
    }
    return Character.isUpperCase(word.charAt(0))
        ? "envoy.extensions." + name.substring("envoy.".length()) + ".v3." + word
        : word;
  }
}
