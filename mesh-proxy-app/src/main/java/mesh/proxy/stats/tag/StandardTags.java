package mesh.proxy.stats.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tags that Envoy finds without being told, in the order in which they are shown.
 *
 * <p>Source: Envoy 1.40's Prometheus output for names made up for the purpose; see {@code
 * standard-tags.txt} beside the test.
 */
final class StandardTags {

  static final List<TagExtractor> ALL = all();

  private StandardTags() {}

  private static List<TagExtractor> all() {
    var tags = new ArrayList<TagExtractor>();
    addResponses(tags);
    addProtocols(tags);
    addFilters(tags);
    addFlow(tags);
    return List.copyOf(tags);
  }

  private static void addResponses(List<TagExtractor> tags) {
    tags.add(regex("response_code", "", "_rq_", "_rq(_(\\d{3}))$"));
    tags.add(regex("response_code_class", "", "_rq_", "_rq_(\\d)xx$"));
  }

  private static void addProtocols(List<TagExtractor> tags) {
    tags.add(
        regex(
            "dynamo_partition_id",
            "http",
            ".__partition_id=",
            "^http\\..*?\\.dynamodb\\.table\\..*?\\.capacity\\..*?(\\.__partition_id=(\\w{7}))$"));
    tags.add(
        regex(
            "dynamo_operation",
            "http",
            ".dynamodb.",
            "^http\\..*?\\.dynamodb\\.(?:operation|table\\..*?\\.capacity)(\\.(.*?))(?:\\.|$)"));
    tags.add(tokens("mongo_callsite", "mongo.*.collection.*.callsite.$.query.**"));
    tags.add(
        regex(
            "dynamo_table",
            "http",
            ".dynamodb.",
            "^http\\..*?\\.dynamodb\\.(?:table|error)\\.((.*?)\\.)"));
    tags.add(tokens("mongo_collection", "mongo.*.collection.$.**.query.*"));
    tags.add(tokens("mongo_cmd", "mongo.*.cmd.$.**"));
    tags.add(tokens("grpc_bridge_method", "cluster.*.grpc.*.$.**"));
    tags.add(tokens("http_user_agent", "http.*.user_agent.$.**"));
    tags.add(tokens("virtual_cluster", "vhost.*.vcluster.$.**"));
    tags.add(tokens("fault_downstream_cluster", "http.*.fault.$.**"));
    tags.add(handshake("ssl_cipher", "ciphers", "[^.]+"));
    tags.add(handshake("ssl_curve", "curves", "[^.]+"));
    tags.add(handshake("ssl_sigalg", "sigalgs", "[^.]+"));
    tags.add(handshake("ssl_version", "versions", "TLSv1(?:\\.[0-9])?"));
    tags.add(
        regex(
            "ssl_cipher_suite", "cluster", ".ssl.", "^cluster\\..*?\\.ssl\\.ciphers(\\.([^.]+))$"));
    tags.add(
        regex(
            "tls_certificate",
            "",
            ".ssl.certificate.",
            "^(?:listener|cluster)\\..*?\\.ssl\\.certificate\\.(([^.]+)\\.)"));
    tags.add(tokens("grpc_bridge_service", "cluster.*.grpc.$.**"));
  }

  private static void addFilters(List<TagExtractor> tags) {
    tags.add(tokens("local_http_ratelimit_prefix", "$.http_local_rate_limit.**"));
    tags.add(tokens("tcp_prefix", "tcp.$.**"));
    tags.add(tokens("udp_prefix", "udp.$.**"));
    tags.add(tokens("clientssl_prefix", "auth.clientssl.$.**"));
    tags.add(tokens("ratelimit_prefix", "ratelimit.$.**"));
    tags.add(tokens("local_network_ratelimit_prefix", "local_rate_limit.$.**"));
    tags.add(tokens("local_listener_ratelimit_prefix", "listener_local_ratelimit.$.**"));
    tags.add(tokens("dns_filter_prefix", "dns_filter.$.**"));
    tags.add(tokens("connection_limit_prefix", "connection_limit.$.**"));
    tags.add(tokens("rbac_prefix", "$.rbac.**"));
    tags.add(
        regex(
            "rbac_http_prefix",
            "http",
            ".rbac.",
            "^http\\.[^.]+\\.rbac\\.((?!policy\\.)([^.]+)\\.)"));
    tags.add(
        regex(
            "rbac_policy_name",
            "http",
            ".policy.",
            "^http\\.[^.]+\\.rbac\\.(?:[^.]+\\.)??policy\\.((.+)\\.)(?:shadow_)?(?:allowed|denied)$"));
    tags.add(tokens("google_grpc_client_prefix", "grpc.$.**"));
    tags.add(
        regex(
            "proxy_protocol_prefix",
            "proxy_proto",
            "",
            "^proxy_proto\\.((?!versions\\.v)([^.]+)\\.)"));
    tags.add(
        regex(
            "proxy_protocol_version",
            "proxy_proto",
            "versions.v",
            "^proxy_proto\\.(?:[^.]+\\.)?(versions\\.v(\\d)\\.)\\w+$"));
  }

  private static void addFlow(List<TagExtractor> tags) {
    tags.add(tokens("cluster_name", "cluster.$.**"));
    tags.add(tokens("ext_authz_prefix", "http.*.ext_authz.$.**"));
    tags.add(tokens("ext_authz_prefix", "cluster.*.ext_authz.$.**"));
    tags.add(regex("rds_route_config", "http", ".rds.", "^http\\.[^.]+\\.rds\\.((.+)\\.)\\w+$"));
    tags.add(
        regex(
            "scoped_rds_config",
            "http",
            ".scoped_rds.",
            "^http\\.[^.]+\\.scoped_rds\\.((.+)\\.)\\w+$"));
    tags.add(
        regex(
            "worker_id", "listener_manager", ".worker_", "^listener_manager\\.worker_((\\d+)\\.)"));
    tags.add(regex("worker_id", "listener", ".worker_", "^listener\\..*?\\.worker_((\\d+)\\.)"));
    tags.add(regex("worker_id", "server", ".worker_", "^server\\.worker_((\\d+)\\.)"));
    tags.add(
        regex(
            "http_conn_manager_prefix",
            "listener",
            ".http.",
            "^listener\\..*?\\.http\\.((.*?)\\.)"));
    tags.add(tokens("http_conn_manager_prefix", "http.$.**"));
    tags.add(
        regex(
            "listener_address",
            "listener",
            "",
            "^listener\\.((?!admin\\.)(\\d+\\.\\d+\\.\\d+\\.\\d+_\\d+|\\[[_.0-9a-fA-F]*]_\\d+|[^.]+)\\.)"));
    tags.add(tokens("virtual_host", "vhost.$.**"));
    tags.add(tokens("route", "vhost.*.route.$.**"));
    tags.add(tokens("mongo_prefix", "mongo.$.**"));
    tags.add(tokens("thrift_prefix", "thrift.$.**"));
    tags.add(tokens("redis_prefix", "redis.$.**"));
    tags.add(tokens("xds_resource_name", "sds.$.**"));
  }

  private static TagExtractor handshake(String tag, String stat, String value) {
    return regex(
        tag, "listener", ".ssl.", "^listener\\..*?\\.ssl\\." + stat + "(\\.(" + value + "))$");
  }

  private static TagExtractor tokens(String tag, String pattern) {
    return TokenTag.of("envoy." + tag, pattern);
  }

  private static TagExtractor regex(String tag, String firstToken, String needed, String regex) {
    return new RegexTag("envoy." + tag, firstToken, needed, Pattern.compile(regex));
  }
}
