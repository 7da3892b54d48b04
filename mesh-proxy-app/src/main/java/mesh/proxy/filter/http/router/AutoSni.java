package mesh.proxy.filter.http.router;

import io.netty.util.NetUtil;
import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.protocol.UpstreamHttpConfig;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.tls.TlsTarget;
import org.jspecify.annotations.Nullable;

/** Takes the name that TLS asks for, and the name that must answer, from the request. */
final class AutoSni {

  private AutoSni() {}

  /** Null if the cluster does not want that, or the host speaks no TLS. */
  static @Nullable TlsTarget of(Cluster cluster, Endpoint host, Headers head) {
    UpstreamHttpConfig http = cluster.config().http();
    if (!http.autoSni() && !http.autoSanValidation() || cluster.tls(host) == null) {
      return null;
    }
    String name = name(http, head);
    boolean isName = !name.isEmpty() && !isAddress(name);
    return new TlsTarget(
        host.hostname(),
        http.autoSni() && isName ? name : "",
        http.autoSanValidation() && !name.isEmpty() ? List.of(name) : List.of());
  }

  private static String name(UpstreamHttpConfig http, Headers head) {
    String other = http.autoSniHeader().isEmpty() ? null : head.get(http.autoSniHeader());
    String authority = other == null || other.isEmpty() ? head.get(HeaderNames.AUTHORITY) : other;
    return authority == null ? "" : withoutPort(authority);
  }

  private static String withoutPort(String authority) {
    if (authority.startsWith("[")) {
      int end = authority.indexOf(']');
      return end < 0 ? authority : authority.substring(1, end);
    }
    int colon = authority.indexOf(':');
    boolean one = colon >= 0 && colon == authority.lastIndexOf(':');
    return one ? authority.substring(0, colon) : authority;
  }

  private static boolean isAddress(String name) {
    return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
  }
}
