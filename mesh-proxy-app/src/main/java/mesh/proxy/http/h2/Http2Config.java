package mesh.proxy.http.h2;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.type.v3.Percent;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;
import mesh.proxy.http.h2.frame.FloodLimits;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP/2 codec behaves. Immutable.
 *
 * @param limits of heads and trailers
 * @param underscores what to do with field names that contain one; for requests
 * @param hpackTableSize bytes of each dynamic table, ours and the most we use of the peer's
 * @param maxConcurrentStreams 1 to 2^31 - 1; allowed to the peer, or opened at most to the peer
 * @param streamWindow bytes that a peer may send on a stream before they are taken
 * @param connectionWindow the same for all streams together
 * @param allowConnect extended CONNECT is offered (RFC 8441)
 * @param streamErrors an invalid message ends its stream; else it ends the connection
 * @param floods how much nonsense a peer may send
 * @param keepalive PINGs of ours; null for none
 * @param bufferLimit bytes of one stream that may wait for the peer before writers are held back
 * @param drainMillis between the GOAWAY that warns and the GOAWAY that refuses
 * @param flushMillis the longest that an ended message may wait for the peer's window; 0 for ever
 */
public record Http2Config(
    HttpLimits limits,
    UnderscorePolicy underscores,
    long hpackTableSize,
    int maxConcurrentStreams,
    int streamWindow,
    int connectionWindow,
    boolean allowConnect,
    boolean streamErrors,
    FloodLimits floods,
    @Nullable KeepaliveTimes keepalive,
    int bufferLimit,
    long drainMillis,
    long flushMillis) {

  private static final int LEAST_WINDOW = 65_535;
  private static final int MIB = 1024 * 1024;

  /** Envoy's defaults. */
  public static final Http2Config ENVOY =
      new Http2Config(
          HttpLimits.ENVOY,
          UnderscorePolicy.ALLOW,
          4096,
          1024,
          16 * MIB,
          24 * MIB,
          false,
          false,
          FloodLimits.ENVOY,
          null,
          MIB,
          5_000,
          300_000);

  /** The fields that {@link #parse} honours. */
  public static final Supported SUPPORTED =
      Supported.of(Http2ProtocolOptions.getDefaultInstance())
          .fields(
              "hpack_table_size",
              "max_concurrent_streams",
              "initial_stream_window_size",
              "initial_connection_window_size",
              "allow_connect",
              "max_outbound_frames",
              "max_outbound_control_frames",
              "max_consecutive_inbound_frames_with_empty_payload",
              "max_inbound_priority_frames_per_stream",
              "max_inbound_window_update_frames_per_data_frame_sent",
              "stream_error_on_invalid_http_messaging",
              "override_stream_error_on_invalid_http_message",
              "connection_keepalive")
          .ignored("use_oghttp2_codec", "there is one HTTP/2 codec here")
          .and(
              Supported.all(KeepaliveSettings.getDefaultInstance()),
              Supported.all(Percent.getDefaultInstance()));

  /**
   * Checks ranges.
   *
   * @throws InvalidConfigException fields as in {@link Http2ProtocolOptions}
   */
  public Http2Config {
    require(maxConcurrentStreams >= 1, "max_concurrent_streams", maxConcurrentStreams, "1..2^31-1");
    requireWindow("initial_stream_window_size", streamWindow);
    requireWindow("initial_connection_window_size", connectionWindow);
    require(floods.outboundFrames() >= 1, "max_outbound_frames", floods.outboundFrames(), ">= 1");
    require(
        floods.outboundControlFrames() >= 1,
        "max_outbound_control_frames",
        floods.outboundControlFrames(),
        ">= 1");
    require(
        floods.windowUpdatesPerData() >= 1,
        "max_inbound_window_update_frames_per_data_frame_sent",
        floods.windowUpdatesPerData(),
        ">= 1");
  }

  /**
   * Reads what the proto says; the rest is Envoy's default.
   *
   * @throws InvalidConfigException fields relative to {@code proto}
   */
  @SuppressWarnings("deprecation") // the old spelling of streamErrors still counts
  public static Http2Config parse(
      Http2ProtocolOptions proto, HttpLimits limits, UnderscorePolicy underscores) {
    return ENVOY
        .but()
        .limits(limits)
        .underscores(underscores)
        .hpackTableSize(
            or(proto.hasHpackTableSize(), proto.getHpackTableSize(), ENVOY.hpackTableSize))
        .maxConcurrentStreams(
            proto.hasMaxConcurrentStreams()
                ? proto.getMaxConcurrentStreams().getValue()
                : ENVOY.maxConcurrentStreams)
        .streamWindow(
            proto.hasInitialStreamWindowSize()
                ? proto.getInitialStreamWindowSize().getValue()
                : ENVOY.streamWindow)
        .connectionWindow(
            proto.hasInitialConnectionWindowSize()
                ? proto.getInitialConnectionWindowSize().getValue()
                : ENVOY.connectionWindow)
        .allowConnect(proto.getAllowConnect())
        .streamErrors(
            proto.hasOverrideStreamErrorOnInvalidHttpMessage()
                ? proto.getOverrideStreamErrorOnInvalidHttpMessage().getValue()
                : proto.getStreamErrorOnInvalidHttpMessaging())
        .floods(floods(proto))
        .keepalive(
            proto.hasConnectionKeepalive() ? keepalive(proto.getConnectionKeepalive()) : null)
        .build();
  }

  /** With the connection manager's word on invalid messages, unless the options had their own. */
  public Http2Config withStreamErrors(boolean streams) {
    return but().streamErrors(streams).build();
  }

  /** With the limits that stand outside of the protocol's options. */
  public Http2Config with(int buffer, long drain, long flush) {
    return but().bufferLimit(buffer).drainMillis(drain).flushMillis(flush).build();
  }

  /** The same, to be changed here and there. */
  public Builder but() {
    return new Builder(this);
  }

  private static FloodLimits floods(Http2ProtocolOptions proto) {
    FloodLimits envoy = FloodLimits.ENVOY;
    return new FloodLimits(
        or(proto.hasMaxOutboundFrames(), proto.getMaxOutboundFrames(), envoy.outboundFrames()),
        or(
            proto.hasMaxOutboundControlFrames(),
            proto.getMaxOutboundControlFrames(),
            envoy.outboundControlFrames()),
        or(
            proto.hasMaxConsecutiveInboundFramesWithEmptyPayload(),
            proto.getMaxConsecutiveInboundFramesWithEmptyPayload(),
            envoy.emptyFrames()),
        or(
            proto.hasMaxInboundPriorityFramesPerStream(),
            proto.getMaxInboundPriorityFramesPerStream(),
            envoy.priorityFramesPerStream()),
        or(
            proto.hasMaxInboundWindowUpdateFramesPerDataFrameSent(),
            proto.getMaxInboundWindowUpdateFramesPerDataFrameSent(),
            envoy.windowUpdatesPerData()));
  }

  private static KeepaliveTimes keepalive(KeepaliveSettings proto) {
    if (!proto.hasTimeout()) {
      throw new InvalidConfigException("connection_keepalive.timeout", null, "a duration >= 1ms");
    }
    return new KeepaliveTimes(
        millis("interval", proto.getInterval(), proto.hasInterval()),
        millis("timeout", proto.getTimeout(), true),
        proto.hasIntervalJitter()
            ? proto.getIntervalJitter().getValue()
            : KeepaliveTimes.USUAL_JITTER,
        millis(
            "connection_idle_interval",
            proto.getConnectionIdleInterval(),
            proto.hasConnectionIdleInterval()));
  }

  /** 0 if it is not set. */
  private static long millis(String field, Duration duration, boolean isSet) {
    long millis = isSet ? Durations.toMillis(duration) : 0;
    require(
        !isSet || millis >= 1,
        "connection_keepalive." + field,
        Durations.toString(duration),
        ">= 1ms");
    return millis;
  }

  private static long or(boolean isSet, UInt32Value value, long otherwise) {
    return isSet ? Integer.toUnsignedLong(value.getValue()) : otherwise;
  }

  private static void requireWindow(String field, int bytes) {
    require(bytes >= LEAST_WINDOW, field, Integer.toUnsignedLong(bytes), LEAST_WINDOW + "..2^31-1");
  }

  private static void require(boolean valid, String field, Object value, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, value, expected);
    }
  }

  /** Settings in the making; begins with those of a finished one. Confined to one thread. */
  public static final class Builder {

    private HttpLimits limits;
    private UnderscorePolicy underscores;
    private long hpackTableSize;
    private int maxConcurrentStreams;
    private int streamWindow;
    private int connectionWindow;
    private boolean allowConnect;
    private boolean streamErrors;
    private FloodLimits floods;
    private @Nullable KeepaliveTimes keepalive;
    private int bufferLimit;
    private long drainMillis;
    private long flushMillis;

    private Builder(Http2Config from) {
      limits = from.limits;
      underscores = from.underscores;
      hpackTableSize = from.hpackTableSize;
      maxConcurrentStreams = from.maxConcurrentStreams;
      streamWindow = from.streamWindow;
      connectionWindow = from.connectionWindow;
      allowConnect = from.allowConnect;
      streamErrors = from.streamErrors;
      floods = from.floods;
      keepalive = from.keepalive;
      bufferLimit = from.bufferLimit;
      drainMillis = from.drainMillis;
      flushMillis = from.flushMillis;
    }

    public Builder limits(HttpLimits value) {
      limits = value;
      return this;
    }

    public Builder underscores(UnderscorePolicy value) {
      underscores = value;
      return this;
    }

    public Builder hpackTableSize(long value) {
      hpackTableSize = value;
      return this;
    }

    public Builder maxConcurrentStreams(int value) {
      maxConcurrentStreams = value;
      return this;
    }

    public Builder streamWindow(int value) {
      streamWindow = value;
      return this;
    }

    public Builder connectionWindow(int value) {
      connectionWindow = value;
      return this;
    }

    public Builder allowConnect(boolean value) {
      allowConnect = value;
      return this;
    }

    public Builder streamErrors(boolean value) {
      streamErrors = value;
      return this;
    }

    public Builder floods(FloodLimits value) {
      floods = value;
      return this;
    }

    public Builder keepalive(@Nullable KeepaliveTimes value) {
      keepalive = value;
      return this;
    }

    public Builder bufferLimit(int value) {
      bufferLimit = value;
      return this;
    }

    public Builder drainMillis(long value) {
      drainMillis = value;
      return this;
    }

    public Builder flushMillis(long value) {
      flushMillis = value;
      return this;
    }

    public Http2Config build() {
      return new Http2Config(
          limits,
          underscores,
          hpackTableSize,
          maxConcurrentStreams,
          streamWindow,
          connectionWindow,
          allowConnect,
          streamErrors,
          floods,
          keepalive,
          bufferLimit,
          drainMillis,
          flushMillis);
    }
  }
}
