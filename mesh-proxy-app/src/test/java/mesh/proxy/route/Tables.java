package mesh.proxy.route;

import com.google.protobuf.StringValue;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig;
import java.net.InetSocketAddress;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Route tables written as YAML, and what they are asked with. */
final class Tables {

  static final Runtime RUNTIME = new Runtime(bound -> 0);

  private Tables() {}

  static RouteTable table(String yaml) {
    return table(yaml, RouteContext.lenient());
  }

  static RouteTable table(String yaml, RouteContext context) {
    return RouteTableConfig.parse(
        ProtoYaml.parse(
            RouteConfiguration.getDefaultInstance(),
            yaml,
            FilterConfig.getDefaultInstance(),
            StringValue.getDefaultInstance(),
            UriTemplateMatchConfig.getDefaultInstance(),
            UriTemplateRewriteConfig.getDefaultInstance()),
        context);
  }

  /** One host for all domains with these routes, indented by two. */
  static RouteTable routes(String yaml) {
    return table("virtual_hosts:\n- name: v\n  domains: ['*']\n  routes:\n" + yaml.indent(2));
  }

  static Headers get(String path) {
    return get("example.com", path);
  }

  static Headers get(String authority, String path) {
    return Headers.request("GET", "http", authority, path);
  }

  static @Nullable Route find(RouteTable table, Headers head) {
    return table.route(head, info(), RUNTIME, 0);
  }

  /** Name of the route; empty if there is none. */
  static String name(RouteTable table, Headers head) {
    Route route = find(table, head);
    return route == null ? "" : route.name();
  }

  static StreamInfo info() {
    var connection =
        new ConnectionInfo(
            new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("10.0.0.2", 1234));
    return new StreamInfo(connection, 0, 0);
  }

  /** A request head on its way through a stream, so that operators see it. */
  static StreamInfo infoOf(Headers head) {
    StreamInfo info = info();
    info.requestHead = head;
    return info;
  }

  static Runtime runtime(Map<String, Object> values) {
    var runtime = new Runtime(bound -> 0);
    runtime.replace(values);
    return runtime;
  }
}
