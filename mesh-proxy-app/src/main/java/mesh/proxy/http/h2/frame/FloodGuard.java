package mesh.proxy.http.h2.frame;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/**
 * Counts the frames of one connection that cost more to serve than to send, and ends the connection
 * above the limits. Confined to one event loop.
 *
 * <p>Source of the formulas: the comments of Envoy's {@code Http2ProtocolOptions}.
 */
public final class FloodGuard {

  private final FloodLimits limits;
  private long streams;
  private long emptyInARow;
  private long priorities;
  private long windowUpdates;
  private long dataSent;
  private long waiting;
  private long waitingControl;
  private @Nullable Flood flood;

  public FloodGuard(FloodLimits limits) {
    this.limits = limits;
  }

  /** What the connection dies of; null while it is in health. */
  public @Nullable Flood flood() {
    return flood;
  }

  public void streamOpened() {
    streams++;
  }

  public void dataSent() {
    dataSent++;
  }

  /**
   * A frame that has a payload by its nature: HEADERS, CONTINUATION, DATA.
   *
   * @param length of the payload, without padding
   */
  void payload(int length, boolean end) throws Http2Exception {
    if (length > 0 || end) {
      emptyInARow = 0;
    } else if (++emptyInARow > limits.emptyFrames()) {
      throw drown(Flood.EMPTY_FRAMES);
    }
  }

  void priority() throws Http2Exception {
    if (++priorities > limits.priorityFramesPerStream() * (1 + streams)) {
      throw drown(Flood.PRIORITY_FRAMES);
    }
  }

  void windowUpdate() throws Http2Exception {
    if (++windowUpdates > 5 + 2 * (streams + limits.windowUpdatesPerData() * dataSent)) {
      throw drown(Flood.WINDOW_UPDATES);
    }
  }

  Http2Exception tooManyContinuations() {
    return drown(Flood.CONTINUATIONS);
  }

  /** Frames wait for the socket. */
  void queued(int frames, int control) {
    waiting += frames;
    waitingControl += control;
    if (flood == null && waiting > limits.outboundFrames()) {
      flood = Flood.OUTBOUND;
    } else if (flood == null && waitingControl > limits.outboundControlFrames()) {
      flood = Flood.OUTBOUND_CONTROL;
    }
  }

  /** Frames went to the socket. */
  void written(int frames, int control) {
    waiting -= frames;
    waitingControl -= control;
  }

  private Http2Exception drown(Flood cause) {
    flood = cause;
    return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, cause.details());
  }
}
