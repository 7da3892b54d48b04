package mesh.proxy.route;

import java.util.List;
import java.util.Map;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.QueryString;
import mesh.proxy.route.index.HostIndex;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * All routes of one {@code RouteConfiguration}. Immutable; shared by all loops. A look-up allocates
 * nothing, unless a route's own matcher does.
 */
public final class RouteTable {

  private static final int NO_PATH = -1;

  private final Settings settings;
  private final HostIndex<VirtualHost> hosts;
  private final List<VirtualHost> virtualHosts;

  /**
   * What concerns all hosts.
   *
   * @param internalOnlyHeaders lower case
   * @param ignorePort whether domains are compared with the authority without its port
   * @param ignorePathParameters whether paths are compared without what comes behind the first
   *     semicolon
   */
  record Settings(
      String name,
      List<String> internalOnlyHeaders,
      Map<String, Map<String, Object>> metadata,
      boolean ignorePort,
      boolean ignorePathParameters) {

    Settings {
      internalOnlyHeaders = List.copyOf(internalOnlyHeaders);
    }
  }

  RouteTable(Settings settings, HostIndex<VirtualHost> hosts, List<VirtualHost> virtualHosts) {
    this.settings = settings;
    this.hosts = hosts;
    this.virtualHosts = List.copyOf(virtualHosts);
  }

  public String name() {
    return settings.name();
  }

  /** Fields that are taken away from requests that come from outside the mesh; lower case. */
  public List<String> internalOnlyHeaders() {
    return settings.internalOnlyHeaders();
  }

  /** Namespace to struct. */
  public Map<String, Map<String, Object>> metadata() {
    return settings.metadata();
  }

  /** In the order of the configuration. */
  public List<VirtualHost> virtualHosts() {
    return virtualHosts;
  }

  /**
   * The route of a request: the virtual host of its authority, then that host's first route that
   * matches.
   *
   * @param random one number for the whole request, so that all fractions and weights of it fit
   *     together; non-negative
   * @return null if there is none
   */
  public @Nullable Route route(Headers head, StreamInfo info, Runtime runtime, long random) {
    VirtualHost host = virtualHost(head);
    return host == null ? null : host.route(head, pathEnd(head), info, runtime, random);
  }

  /** The virtual host of a request's authority; null if there is none. */
  public @Nullable VirtualHost virtualHost(Headers head) {
    String authority = head.authority();
    return hosts.find(authority, settings.ignorePort() ? hostEnd(authority) : authority.length());
  }

  private int pathEnd(Headers head) {
    String path = head.get(HeaderNames.PATH);
    if (path == null) {
      return NO_PATH;
    }
    int end = QueryString.start(path);
    if (settings.ignorePathParameters()) {
      int semicolon = path.indexOf(';');
      return semicolon < 0 ? end : Math.min(semicolon, end);
    }
    return end;
  }

  private static int hostEnd(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : authority.length();
  }
}
