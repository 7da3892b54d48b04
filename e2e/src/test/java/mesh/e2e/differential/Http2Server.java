package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The HTTP/2 side of a scripted upstream: one connection. */
final class Http2Server {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Peer peer;
  private final Supplier<List<Step>> scripts;
  private final Http2Session session;
  private final Set<Integer> begun = new HashSet<>();

  Http2Server(Peer peer, Supplier<List<Step>> scripts) {
    this.peer = peer;
    this.scripts = scripts;
    this.session = new Http2Session(peer, true);
  }

  /** Until the connection closes. */
  void serve() {
    int seen = 0;
    while (true) {
      int done = seen;
      if (!peer.await(bytes -> Http2.frames(bytes, true).size() > done, LONG)) {
        return;
      }
      List<Http2.Frame> frames = session.frames();
      for (Http2.Frame frame : frames.subList(seen, frames.size())) {
        if (frame.type() == Http2.HEADERS && begun.add(frame.stream())) {
          List<Step> steps = scripts.get();
          Thread.ofVirtual().start(() -> answer(frame.stream(), steps));
        }
      }
      seen = frames.size();
    }
  }

  private void answer(int stream, List<Step> steps) {
    if (!steps.contains(new Step.HeadOnly())) {
      var _ = peer.await(bytes -> ended(bytes, stream), LONG);
    }
    var script = new Http2Script(peer);
    for (Step step : steps) {
      if (step instanceof Step.Send send
          && new String(send.bytes(), US_ASCII).startsWith("HTTP/")) {
        translated(script, stream, send.bytes());
      } else {
        script.perform(step, stream, LONG);
      }
    }
    script.flush();
  }

  private static void translated(Http2Script script, int stream, byte[] http1) {
    Http1.Message message = Http1.responses(http1, List.of(), true).getFirst();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry(":status", String.valueOf(message.status())));
    for (String line : message.headers()) {
      headers.add(Map.entry(line.replaceFirst(":.*", ""), line.replaceFirst("^[^:]*: *", "")));
    }
    boolean end = message.body().length == 0;
    script.headers(stream, headers, end);
    if (!end) {
      script.data(stream, message.body(), true);
    }
  }

  private static boolean ended(byte[] bytes, int stream) {
    return Http2.frames(bytes, true).stream()
        .anyMatch(frame -> frame.stream() == stream && frame.endsStream());
  }
}
