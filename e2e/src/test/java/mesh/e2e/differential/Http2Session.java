package mesh.e2e.differential;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** The housekeeping of one HTTP/2 connection: settings, pings, windows, header compression. */
final class Http2Session {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int WIDE = 1 << 24;
  private static final int INITIAL_WINDOW_SIZE = 4;

  private final Peer peer;
  private final boolean server;

  Http2Session(Peer peer, boolean server) {
    this.peer = peer;
    this.server = server;
    if (!server) {
      peer.write(Http2.PREFACE);
    }
    byte[] settings =
        ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(WIDE).array();
    send(Http2.SETTINGS, 0, 0, settings);
    send(Http2.WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WIDE).array());
    Thread.ofVirtual().start(this::answerHousekeeping);
  }

  /** All frames until now. */
  List<Http2.Frame> frames() {
    return Http2.frames(peer.received(), server);
  }

  private void send(int type, int flags, int stream, byte[] payload) {
    peer.write(Http2.frame(type, flags, stream, payload));
  }

  private void answerHousekeeping() {
    int handled = 0;
    while (true) {
      int done = handled;
      if (!peer.await(bytes -> Http2.frames(bytes, server).size() > done, LONG)) {
        return;
      }
      List<Http2.Frame> all = frames();
      all.subList(handled, all.size()).forEach(this::answer);
      handled = all.size();
    }
  }

  private void answer(Http2.Frame frame) {
    boolean asks = frame.type() == Http2.SETTINGS || frame.type() == Http2.PING;
    if (asks && !frame.has(Http2.ACK)) {
      byte[] payload = frame.type() == Http2.PING ? frame.payload() : new byte[0];
      send(frame.type(), Http2.ACK, 0, payload);
    }
  }
}
