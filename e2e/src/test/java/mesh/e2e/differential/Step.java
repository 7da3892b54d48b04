package mesh.e2e.differential;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that a scripted peer does, on the downstream or on the upstream side of the proxy. */
sealed interface Step {

  /** Writes bytes; on the client's side, those of consecutive steps leave in one piece. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Send(byte[] bytes, boolean request) implements Step {}

  /** Does nothing for a while. */
  record Pause(Duration length) implements Step {}

  /** Waits until this many final responses are complete. */
  record Await(int responses) implements Step {}

  /** Waits until the peer has sent this text. */
  record Until(String text) implements Step {}

  /** Goes on before the body of the request has arrived. */
  record HeadOnly() implements Step {}

  /** Waits until the peer closes. */
  record Stall() implements Step {}

  /** Closes the sending half. */
  record Finish() implements Step {}

  /** Closes both halves. */
  record Close() implements Step {}

  /** Closes with an RST. */
  record Reset() implements Step {}

  /** HTTP/2: a HEADERS frame on a new stream or, as trailers, on the present one. */
  record Headers(List<Map.Entry<String, String>> headers, boolean end, boolean newStream)
      implements Step {}

  /** HTTP/2: a DATA frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Data(byte[] bytes, boolean end) implements Step {}

  /** HTTP/2: any frame; no stream means the present one. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Frame(int type, int flags, @Nullable Integer stream, byte[] payload) implements Step {}
}
