package mesh.proxy.http.h2.frame;

/**
 * How many useless frames a peer may send or cause. Immutable.
 *
 * @param outboundFrames most frames waiting for the socket
 * @param outboundControlFrames most PING and SETTINGS acknowledgements and RST_STREAM waiting
 * @param emptyFrames most frames of HEADERS, CONTINUATION or DATA in a row that carry nothing
 * @param priorityFramesPerStream most PRIORITY frames for each stream opened
 * @param windowUpdatesPerData most WINDOW_UPDATE frames for each DATA frame sent
 */
public record FloodLimits(
    long outboundFrames,
    long outboundControlFrames,
    long emptyFrames,
    long priorityFramesPerStream,
    long windowUpdatesPerData) {

  /** Envoy's defaults. */
  public static final FloodLimits ENVOY = new FloodLimits(10_000, 1_000, 1, 100, 10);
}
