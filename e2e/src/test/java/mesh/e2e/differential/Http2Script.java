package mesh.e2e.differential;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Plays steps on one HTTP/2 connection. Frames of steps that follow one another leave in one piece,
 * so that what the proxy reads at once does not depend on how busy the machine is; a {@code pause}
 * between them parts them.
 */
final class Http2Script {

  private final Peer peer;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  Http2Script(Peer peer) {
    this.peer = peer;
  }

  /** Performs one step on a stream; false if it is no step of HTTP/2. */
  boolean perform(Step step, int stream, Duration patience) {
    switch (step) {
      case Step.Headers headers -> headers(stream, headers.headers(), headers.end());
      case Step.Data data -> data(stream, data.bytes(), data.end());
      case Step.Frame frame ->
          hold(
              frame.type(),
              frame.flags(),
              frame.stream() == null ? stream : frame.stream(),
              frame.payload());
      default -> {
        flush();
        return peer.perform(step, patience);
      }
    }
    return true;
  }

  void headers(int stream, List<Map.Entry<String, String>> headers, boolean end) {
    int flags = Http2.END_HEADERS | (end ? Http2.END_STREAM : 0);
    hold(Http2.HEADERS, flags, stream, Http2.headerBlock(headers));
  }

  void data(int stream, byte[] bytes, boolean end) {
    hold(Http2.DATA, end ? Http2.END_STREAM : 0, stream, bytes);
  }

  /** Sends what the steps until now have written. */
  void flush() {
    if (held.size() > 0) {
      peer.write(held.toByteArray());
      held.reset();
    }
  }

  private void hold(int type, int flags, int stream, byte[] payload) {
    held.writeBytes(Http2.frame(type, flags, stream, payload));
  }
}
