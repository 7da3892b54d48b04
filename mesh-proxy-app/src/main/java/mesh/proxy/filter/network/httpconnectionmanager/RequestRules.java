package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.network.httpconnectionmanager.origin.ForwardedFor;
import mesh.proxy.filter.network.httpconnectionmanager.origin.OriginalAddress;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.RequestId;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the connection manager does to every request head before routing. Immutable; shared by all
 * loops.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/headers
 */
final class RequestRules {

  private static final String[] INTERNAL_ONLY = {
    HeaderNames.X_ENVOY_RETRIABLE_STATUS_CODES,
    HeaderNames.X_ENVOY_RETRIABLE_HEADER_NAMES,
    HeaderNames.X_ENVOY_RETRY_ON,
    HeaderNames.X_ENVOY_RETRY_GRPC_ON,
    HeaderNames.X_ENVOY_MAX_RETRIES,
    HeaderNames.X_ENVOY_UPSTREAM_ALT_STAT_NAME,
    HeaderNames.X_ENVOY_UPSTREAM_RQ_TIMEOUT_MS,
    HeaderNames.X_ENVOY_UPSTREAM_RQ_PER_TRY_TIMEOUT_MS,
    HeaderNames.X_ENVOY_UPSTREAM_RQ_TIMEOUT_ALT_RESPONSE,
    HeaderNames.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS,
    HeaderNames.X_ENVOY_FORCE_TRACE,
    HeaderNames.X_ENVOY_IP_TAGS,
    HeaderNames.X_ENVOY_ORIGINAL_PATH,
    HeaderNames.X_ENVOY_HEDGE_ON_PER_TRY_TIMEOUT
  };

  /**
   * Settings. Immutable.
   *
   * @param useRemoteAddress the peer is the client: trust its address, not what it says
   * @param trustedHops proxies in front whose x-forwarded-for entries are trusted
   * @param detections how the client's address is found if the peer's is not it
   * @param skipXffAppend leave x-forwarded-for as it is
   * @param appendPort tell the upstream which port the client came to
   * @param ownAddress what stands in x-forwarded-for for a client of this machine
   * @param via appended to {@code via}; may be empty
   * @param userAgent value of x-envoy-downstream-service-cluster; null to leave it alone
   * @param nodeId value of x-envoy-downstream-service-node with it; may be empty
   * @param internal addresses that count as internal
   * @param generateRequestId make an x-request-id
   * @param preserveRequestId keep the one of an outside client
   * @param schemeOverride {@code http}, {@code https} or empty
   */
  record Settings(
      boolean useRemoteAddress,
      int trustedHops,
      List<OriginalAddress> detections,
      boolean skipXffAppend,
      boolean appendPort,
      String ownAddress,
      String via,
      @Nullable String userAgent,
      String nodeId,
      InternalAddresses internal,
      boolean generateRequestId,
      boolean preserveRequestId,
      String schemeOverride) {}

  private static final OriginalAddress.Found PEER =
      new OriginalAddress.Found(null, true, false, null);
  private static final OriginalAddress.Found PEER_APPENDED =
      new OriginalAddress.Found(null, true, true, null);

  private final Settings settings;
  private final PathRules paths;
  private final HostRules hosts;
  private final ClientCertRules clientCerts;

  RequestRules(Settings settings, PathRules paths, HostRules hosts, ClientCertRules clientCerts) {
    this.settings = settings;
    this.paths = paths;
    this.hosts = hosts;
    this.clientCerts = clientCerts;
  }

  /**
   * Checks and rewrites {@code head}.
   *
   * @return an answer if the request goes no further
   */
  @Nullable LocalReply apply(Headers head, StreamInfo info, ConnectionInfo connection) {
    LocalReply refused = check(head);
    if (refused == null) {
      refused = paths.apply(head);
    }
    if (refused != null) {
      return refused;
    }
    hosts.apply(head, info);
    head.remove(HeaderNames.X_ENVOY_INTERNAL);
    String referer = head.get(HeaderNames.REFERER);
    if (referer != null && !Referer.isReference(referer)) {
      head.remove(HeaderNames.REFERER);
    }
    boolean tls = connection.tls() != null;
    OriginalAddress.Found client = client(head, info, connection);
    if (client.refusal() != null) {
      return client.refusal();
    }
    if (settings.useRemoteAddress() && settings.trustedHops() == 0) {
      head.set(HeaderNames.X_FORWARDED_PROTO, tls ? "https" : "http");
    } else if (!head.contains(HeaderNames.X_FORWARDED_PROTO)) {
      head.add(HeaderNames.X_FORWARDED_PROTO, tls ? "https" : "http");
    }
    if (settings.appendPort()) {
      forwardedPort(head, connection);
    }
    scheme(head, tls);
    boolean internal = client.trusted() && settings.internal().contains(info.remote);
    boolean edge = !internal && settings.useRemoteAddress();
    origin(head, info, internal, edge);
    requestId(head, edge);
    clientCerts.apply(head, connection);
    return null;
  }

  private static @Nullable LocalReply check(Headers head) {
    if (!head.contains(HeaderNames.AUTHORITY)) {
      return new LocalReply(400, "missing_host_header");
    }
    String path = head.path();
    if (path.isEmpty()) {
      return head.method().equals("CONNECT") ? null : new LocalReply(404, "missing_path_rejected");
    }
    return path.charAt(0) == '/' ? null : new LocalReply(404, "absolute_path_rejected");
  }

  /** Finds the client's address, and completes x-forwarded-for. */
  private OriginalAddress.Found client(Headers head, StreamInfo info, ConnectionInfo connection) {
    OriginalAddress.Found found =
        settings.useRemoteAddress() ? peerOrHop(head) : detected(head, connection);
    if (found.address() != null) {
      info.remote = found.address();
    }
    if (found.appends()) {
      String peer =
          isLoopback(connection.remote()) ? settings.ownAddress() : addressOf(connection.remote());
      if (!peer.isEmpty()) {
        String before = head.joined(HeaderNames.X_FORWARDED_FOR);
        head.set(HeaderNames.X_FORWARDED_FOR, before == null ? peer : before + "," + peer);
      }
    }
    return found;
  }

  private OriginalAddress.Found peerOrHop(Headers head) {
    String forwarded = head.joined(HeaderNames.X_FORWARDED_FOR);
    if (forwarded == null) {
      return settings.skipXffAppend() ? PEER : PEER_APPENDED;
    }
    InetSocketAddress trusted =
        settings.trustedHops() > 0
            ? ForwardedFor.last(forwarded, settings.trustedHops() - 1).address()
            : null;
    return new OriginalAddress.Found(trusted, false, !settings.skipXffAppend(), null);
  }

  private OriginalAddress.Found detected(Headers head, ConnectionInfo connection) {
    OriginalAddress.Found found = OriginalAddress.Found.NOTHING;
    for (int at = 0; at < settings.detections().size(); at++) {
      found = settings.detections().get(at).find(head, connection.remote());
      if (found.address() != null || found.refusal() != null) {
        break;
      }
    }
    return found;
  }

  private void forwardedPort(Headers head, ConnectionInfo connection) {
    boolean trusted = !settings.useRemoteAddress() || settings.trustedHops() > 0;
    boolean kept = trusted && head.contains(HeaderNames.X_FORWARDED_PORT);
    if (!kept && connection.local() instanceof InetSocketAddress local) {
      head.set(HeaderNames.X_FORWARDED_PORT, Integer.toString(local.getPort()));
    }
  }

  private void scheme(Headers head, boolean tls) {
    if (!settings.schemeOverride().isEmpty()) {
      head.set(HeaderNames.SCHEME, settings.schemeOverride());
      head.set(HeaderNames.X_FORWARDED_PROTO, settings.schemeOverride());
      return;
    }
    if (!head.scheme().isEmpty()) {
      return; // the client said it
    }
    String forwarded = head.get(HeaderNames.X_FORWARDED_PROTO);
    if (forwarded != null && (forwarded.equals("http") || forwarded.equals("https"))) {
      head.set(HeaderNames.SCHEME, forwarded);
    } else {
      head.set(HeaderNames.SCHEME, tls ? "https" : "http");
    }
  }

  private void origin(Headers head, StreamInfo info, boolean internal, boolean edge) {
    if (internal) {
      head.set(HeaderNames.X_ENVOY_INTERNAL, "true");
    } else {
      if (edge) {
        head.remove(HeaderNames.X_ENVOY_DECORATOR_OPERATION);
        head.remove(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER);
        head.remove(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_NODE);
        String address = addressOf(info.remote);
        if (!address.isEmpty()) {
          head.set(HeaderNames.X_ENVOY_EXTERNAL_ADDRESS, address);
        }
      }
      removeInternalOnly(head);
    }
    String userAgent = settings.userAgent();
    if (userAgent != null) {
      head.set(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER, userAgent);
      String given = head.get(HeaderNames.USER_AGENT);
      if (given == null || given.isEmpty()) {
        head.set(HeaderNames.USER_AGENT, userAgent);
      }
      if (!settings.nodeId().isEmpty()) {
        head.set(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_NODE, settings.nodeId());
      }
    }
    if (!settings.via().isEmpty()) {
      String before = head.joined(HeaderNames.VIA);
      head.set(HeaderNames.VIA, before == null ? settings.via() : before + ", " + settings.via());
    }
  }

  /** A client from outside must not steer retries, timeouts or traces. */
  private static void removeInternalOnly(Headers head) {
    boolean any = false;
    for (int at = 0; at < head.size() && !any; at++) {
      any = head.name(at).startsWith("x-envoy-");
    }
    if (any) {
      for (String name : INTERNAL_ONLY) {
        head.remove(name);
      }
    }
  }

  private void requestId(Headers head, boolean edge) {
    String given = head.get(HeaderNames.X_REQUEST_ID);
    boolean keep = given != null && !given.isEmpty() && (!edge || settings.preserveRequestId());
    if (settings.generateRequestId() && !keep) {
      head.set(HeaderNames.X_REQUEST_ID, RequestId.next());
    } else if (edge
        && given != null
        && !settings.preserveRequestId()
        && !settings.generateRequestId()) {
      head.remove(HeaderNames.X_REQUEST_ID);
    }
  }

  private static boolean isLoopback(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && inet.getAddress().isLoopbackAddress();
  }

  private static String addressOf(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? NetUtil.toAddressString(inet.getAddress())
        : "";
  }
}
