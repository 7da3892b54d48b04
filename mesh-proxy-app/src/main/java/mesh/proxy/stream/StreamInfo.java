package mesh.proxy.stream;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of one request, filled in on its way through the proxy. Confined to one event
 * loop.
 *
 * <p>Public fields of plain facts, on purpose: some forty of them are written once by the room that
 * knows them and read by loggers and operators. Accessor pairs for each would be three hundred
 * lines without a rule in them. Times are {@link System#nanoTime()} values, 0 until they happen.
 */
public final class StreamInfo {

  private static final ResponseFlag[] FLAGS = ResponseFlag.values(); // fewer than 32
  private static final int FLAG_BITS = 5; // no request has more than twelve

  /** Downstream connection. */
  public final ConnectionInfo connection;

  /** Wall clock of the first byte, milliseconds since the epoch. */
  public final long startMillis;

  public final long startNanos;

  /** The client as far as we trust what we are told: {@code %DOWNSTREAM_REMOTE_ADDRESS%}. */
  public SocketAddress remote;

  public Protocol protocol = Protocol.HTTP11;

  // Request, response; the heads as they are now (after mutations).
  public @Nullable Headers requestHead;
  public @Nullable Headers responseHead;
  public @Nullable Headers responseTrailers;

  /** Status sent, 0 while there is none. */
  public int responseCode;

  /** Envoy's {@code RESPONSE_CODE_DETAILS}; empty until known. */
  public String responseCodeDetails = "";

  /** Body bytes received from and sent to the client. */
  public long bytesReceived;

  public long bytesSent;

  /** Wire bytes of heads as decoded or encoded, without HPACK's savings. */
  public long requestHeaderBytes;

  public long responseHeaderBytes;

  public long requestCompleteNanos;
  public long firstDownstreamTxNanos;
  public long lastDownstreamTxNanos;
  public long endNanos;

  // Upstream, of the last attempt.
  public @Nullable Endpoint upstreamHost;
  public @Nullable ConnectionInfo upstreamConnection;
  public @Nullable Protocol upstreamProtocol;
  public String upstreamTransportFailure = "";
  public long upstreamConnectStartNanos;
  public long upstreamConnectEndNanos;
  public long firstUpstreamTxNanos;
  public long lastUpstreamTxNanos;
  public long firstUpstreamRxNanos;
  public long lastUpstreamRxNanos;
  public long upstreamBytesSent;
  public long upstreamBytesReceived;

  /** Wire bytes of heads to and from upstream; {@link #upstreamBytesSent} does not count them. */
  public long upstreamHeaderBytesSent;

  public long upstreamHeaderBytesReceived;

  /** When the last attempt asked for a connection, and when it had one. */
  public long upstreamRequestNanos;

  public long upstreamPoolReadyNanos;

  /** End of the TLS handshake of the last attempt's connection. */
  public long upstreamHandshakeEndNanos;

  /** Attempts made, the first included; 0 if the request never went upstream. */
  public int attemptCount;

  // Where routing sent it; empty until known.
  public String routeName = "";
  public String virtualHostName = "";
  public String virtualClusterName = "";
  public String upstreamClusterName = "";

  /** Metadata of what routing chose, by namespace; empty until known. */
  public Map<String, Map<String, Object>> routeMetadata = Map.of();

  public Map<String, Map<String, Object>> virtualHostMetadata = Map.of();
  public Map<String, Map<String, Object>> clusterMetadata = Map.of();

  /** {@code alt_stat_name}, else the same as {@link #upstreamClusterName}. */
  public String upstreamClusterStatName = "";

  /** False for health-check requests that should not be logged or traced. */
  public boolean healthCheck;

  /** Why it is traced, if it is; known when the route is. */
  public TraceReason traceReason = TraceReason.NOT_TRACEABLE;

  /** Set by the one who logs, just before. */
  public AccessLogType accessLogType = AccessLogType.NOT_SET;

  /** Trace id, hex, once a span exists; else empty. */
  public String traceId = "";

  /** Span id, hex, once a span exists; else empty. */
  public String spanId = "";

  /** Body of an answer that was made here; {@code %LOCAL_REPLY_BODY%}. */
  public String localReplyBody = "";

  /** Words that filters leave for logs, comma-separated; {@code %CUSTOM_FLAGS%}. */
  public String customFlags = "";

  private long flags;
  private long flagOrder; // five bits a flag, the first one lowest
  private @Nullable Map<String, Map<String, Object>> dynamicMetadata;
  private boolean metadataIsShared; // with other requests: copied before it is changed
  private @Nullable Map<String, Object> filterState;

  public StreamInfo(ConnectionInfo connection, long startMillis, long startNanos) {
    this.connection = connection;
    this.remote = connection.remote();
    this.startMillis = startMillis;
    this.startNanos = startNanos;
  }

  /** The request came. */
  public void request(Headers head, Protocol spoken) {
    requestHead = head;
    protocol = spoken;
    requestHeaderBytes = head.byteSize();
  }

  /** This is the answer, as far as is known. */
  public void respond(Headers head) {
    responseHead = head;
    responseCode = head.status();
  }

  /** Begins another attempt: the times of the one before are no longer true. Bytes are summed. */
  public void attemptBegins() {
    attemptCount++;
    firstUpstreamTxNanos = 0;
    lastUpstreamTxNanos = 0;
    firstUpstreamRxNanos = 0;
    lastUpstreamRxNanos = 0;
  }

  /** Routing chose this cluster; its metadata by namespace. */
  public void cluster(String name, String statName, Map<String, Map<String, Object>> metadata) {
    upstreamClusterName = name;
    upstreamClusterStatName = statName;
    clusterMetadata = metadata;
  }

  /** Routing chose none. */
  public void noCluster() {
    cluster("", "", Map.of());
  }

  /** Says why the stream ended as it did; empty leaves it to what was said before. */
  public void endedBecause(String details) {
    if (!details.isEmpty()) {
      responseCodeDetails = details;
    }
  }

  public void flag(ResponseFlag flag) {
    if (!has(flag)) {
      long index = Long.numberOfTrailingZeros(flag.bit());
      flagOrder |= index << FLAG_BITS * flagCount();
      flags |= flag.bit();
    }
  }

  public void clearFlag(ResponseFlag flag) {
    if (has(flag)) {
      int at = 0;
      while (flagAt(at) != flag) {
        at++;
      }
      long before = flagOrder & (1L << FLAG_BITS * at) - 1;
      flagOrder = flagOrder >>> FLAG_BITS * (at + 1) << FLAG_BITS * at | before;
      flags &= ~flag.bit();
    }
  }

  public boolean has(ResponseFlag flag) {
    return (flags & flag.bit()) != 0;
  }

  /** Bits by {@link ResponseFlag#bit()}. */
  public long flags() {
    return flags;
  }

  public int flagCount() {
    return Long.bitCount(flags);
  }

  /**
   * One of the flags, in the order in which they were set; that is the order of {@code
   * %RESPONSE_FLAGS%}.
   *
   * @param index below {@link #flagCount()}
   */
  public ResponseFlag flagAt(int index) {
    return FLAGS[(int) (flagOrder >>> FLAG_BITS * index) & (1 << FLAG_BITS) - 1];
  }

  /**
   * Metadata that filters leave for operators, policy and each other; values are String, Double,
   * Boolean, List, Map or null, as in {@code google.protobuf.Struct}.
   *
   * @param namespace usually the filter's name
   * @return a mutable map, made on first use
   */
  public Map<String, Object> dynamicMetadata(String namespace) {
    if (dynamicMetadata == null) {
      dynamicMetadata = new HashMap<>();
    } else if (metadataIsShared) {
      var own = new HashMap<String, Map<String, Object>>();
      dynamicMetadata.forEach((name, fields) -> own.put(name, new HashMap<>(fields)));
      dynamicMetadata = own;
      metadataIsShared = false;
    }
    return dynamicMetadata.computeIfAbsent(namespace, name -> new HashMap<>());
  }

  /**
   * Adds fields that are the same for many requests; allocates nothing for the first filter that
   * leaves metadata.
   *
   * @param fields immutable, by namespace
   */
  public void addDynamicMetadata(Map<String, Map<String, Object>> fields) {
    if (dynamicMetadata == null) {
      dynamicMetadata = fields;
      metadataIsShared = true;
    } else {
      fields.forEach((namespace, added) -> dynamicMetadata(namespace).putAll(added));
    }
  }

  /** All of it; empty if no filter left any. */
  public Map<String, Map<String, Object>> dynamicMetadata() {
    return dynamicMetadata == null ? Map.of() : dynamicMetadata;
  }

  /** The object that a filter left under that name, or null; allocates nothing. */
  public @Nullable Object filterState(String name) {
    return filterState == null ? null : filterState.get(name);
  }

  /** Takes over what filters left while the same request was on its way before. */
  public void inherit(StreamInfo before) {
    filterState = before.filterState;
    remote = before.remote;
    bytesReceived = before.bytesReceived;
  }

  /** Objects that filters share by name. */
  public Map<String, Object> filterState() {
    if (filterState == null) {
      filterState = new HashMap<>();
    }
    return filterState;
  }
}
