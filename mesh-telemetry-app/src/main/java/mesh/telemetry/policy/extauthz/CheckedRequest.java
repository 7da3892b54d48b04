package mesh.telemetry.policy.extauthz;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy asks about. Immutable.
 *
 * @param principal SPIFFE ID of the peer; empty if it showed none
 * @param address of the peer; null if it has no IP address
 * @param host lower case, without a port; empty for TCP, as is what follows
 * @param path without the query
 * @param headers by lower-case name
 */
record CheckedRequest(
    String principal,
    @Nullable InetAddress address,
    String host,
    String method,
    String path,
    Map<String, String> headers) {

  static CheckedRequest of(AttributeContext attributes) {
    HttpRequest http = attributes.getRequest().getHttp();
    String source = attributes.getSource().getAddress().getSocketAddress().getAddress();
    return new CheckedRequest(
        attributes.getSource().getPrincipal(),
        IpBlock.address(source),
        host(http.getHost()),
        http.getMethod(),
        path(http.getPath()),
        headers(http));
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean isPort = colon > authority.lastIndexOf(']');
    return (isPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }

  private static String path(String target) {
    for (int at = 0; at < target.length(); at++) {
      if (target.charAt(at) == '?' || target.charAt(at) == '#') {
        return target.substring(0, at);
      }
    }
    return target;
  }

  // A proxy sends one or the other: encode_raw_headers.
  private static Map<String, String> headers(HttpRequest http) {
    if (http.getHeaderMap().getHeadersCount() == 0) {
      return http.getHeadersMap();
    }
    Map<String, String> headers = new HashMap<>();
    for (HeaderValue one : http.getHeaderMap().getHeadersList()) {
      String value =
          one.getRawValue().isEmpty() ? one.getValue() : one.getRawValue().toStringUtf8();
      headers.merge(one.getKey().toLowerCase(Locale.ROOT), value, (a, b) -> a + "," + b);
    }
    return headers;
  }
}
