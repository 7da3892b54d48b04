package mesh.proxy.tracing.tag;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.BiConsumer;
import mesh.proxy.endpoint.Addresses;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** The tags that Envoy gives to spans, whatever the tracer. Immutable; shared by all loops. */
public final class SpanTags {

  private static final String NONE = "-";
  private static final int SERVER_ERRORS = 500;

  private final String nodeId;
  private final int maxPathLength;
  private final List<CustomTag> custom;

  /**
   * @param nodeId of this proxy; may be empty
   * @param maxPathLength most characters of a path in {@code http.url}
   */
  public SpanTags(String nodeId, int maxPathLength, List<CustomTag> custom) {
    this.nodeId = nodeId;
    this.maxPathLength = maxPathLength;
    this.custom = List.copyOf(custom);
  }

  /** Tags of the span of a request. */
  public void request(StreamInfo info, List<CustomTag> ofRoute, BiConsumer<String, String> to) {
    Headers head = info.requestHead;
    if (head != null) {
      fromRequest(head, to);
    }
    to.accept("http.protocol", info.protocol.text());
    to.accept("peer.address", ip(info.connection.directRemote()));
    to.accept("request_size", Long.toString(info.bytesReceived));
    to.accept("response_size", Long.toString(info.bytesSent));
    to.accept("node_id", nodeId);
    outcome(info, info.responseCode, to);
    if (info.responseCode == 0 || info.responseCode >= SERVER_ERRORS) {
      to.accept("error", "true");
    }
    GrpcTags.response(info, to);
    custom(info, ofRoute, to);
  }

  /**
   * Tags of the span of an attempt.
   *
   * @param status 0 if there was no answer
   * @param failure why there was none; may be empty
   */
  public void attempt(
      StreamInfo info,
      List<CustomTag> ofRoute,
      int status,
      String failure,
      BiConsumer<String, String> to) {
    Protocol protocol = info.upstreamProtocol;
    to.accept("http.protocol", protocol == null ? NONE : protocol.text());
    Endpoint host = info.upstreamHost;
    if (host != null) {
      to.accept("upstream_address", Addresses.text(host.address()));
      to.accept("peer.address", Addresses.text(host.address()));
    }
    outcome(info, status, to);
    if (info.attemptCount > 1) {
      to.accept("retry.count", Integer.toString(info.attemptCount - 1));
    }
    if (status == 0 || status >= SERVER_ERRORS) {
      to.accept("error", "true");
    }
    if (!failure.isEmpty()) {
      to.accept("error.reason", failure);
    }
    GrpcTags.response(info, to);
    custom(info, ofRoute, to);
  }

  private void fromRequest(Headers head, BiConsumer<String, String> to) {
    optional("guid:x-request-id", head.get(HeaderNames.X_REQUEST_ID), to);
    optional("guid:x-client-trace-id", head.get(HeaderNames.X_CLIENT_TRACE_ID), to);
    to.accept("http.url", url(head));
    to.accept("http.method", head.method());
    to.accept(
        "downstream_cluster", orNone(head.get(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER)));
    to.accept("user_agent", orNone(head.get(HeaderNames.USER_AGENT)));
    GrpcTags.request(head, to);
  }

  private String url(Headers head) {
    String original = head.get(HeaderNames.X_ENVOY_ORIGINAL_PATH);
    String path = original == null ? head.path() : original;
    String shown = path.length() > maxPathLength ? path.substring(0, maxPathLength) : path;
    String forwarded = head.get(HeaderNames.X_FORWARDED_PROTO);
    return (forwarded == null ? head.scheme() : forwarded) + "://" + head.authority() + shown;
  }

  private static void outcome(StreamInfo info, int status, BiConsumer<String, String> to) {
    to.accept("component", "proxy");
    if (!info.upstreamClusterName.isEmpty()) {
      to.accept("upstream_cluster", info.upstreamClusterName);
      to.accept("upstream_cluster.name", info.upstreamClusterStatName);
    }
    to.accept("http.status_code", Integer.toString(status));
    to.accept("response_flags", flags(info));
  }

  private void custom(StreamInfo info, List<CustomTag> ofRoute, BiConsumer<String, String> to) {
    for (int at = 0; at < custom.size(); at++) {
      optional(custom.get(at).name(), custom.get(at).value(info), to);
    }
    // later: they replace those of the same name
    for (int at = 0; at < ofRoute.size(); at++) {
      optional(ofRoute.get(at).name(), ofRoute.get(at).value(info), to);
    }
  }

  private static void optional(String name, @Nullable String value, BiConsumer<String, String> to) {
    if (value != null && !value.isEmpty()) {
      to.accept(name, value);
    }
  }

  private static String orNone(@Nullable String value) {
    return value == null ? NONE : value;
  }

  private static String ip(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : "";
  }

  private static String flags(StreamInfo info) {
    if (info.flags() == 0) {
      return NONE;
    }
    var codes = new StringBuilder();
    for (int at = 0; at < info.flagCount(); at++) {
      codes.append(at == 0 ? "" : ",").append(info.flagAt(at).code());
    }
    return codes.toString();
  }
}
