package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays the steps of one HTTP/1 client and tells what came back. */
final class Client implements Exchange {

  private final Case story;
  private final List<Step> steps;
  private final Peer peer;
  private final List<String> methods = new ArrayList<>();
  private final long started = System.nanoTime();

  Client(Case story, List<Step> steps, int port) throws IOException {
    this.story = story;
    this.steps = steps;
    this.peer = new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  @Override
  public void play() {
    var pending = new ByteArrayOutputStream();
    for (Step step : steps) {
      if (step instanceof Step.Send send) {
        pending.writeBytes(send.bytes());
        if (send.request()) {
          methods.add(new String(send.bytes(), ISO_8859_1).split(" ", 2)[0]);
        }
        continue;
      }
      flush(pending);
      if (step instanceof Step.Await await) {
        awaitResponses(await.responses());
      } else if (!peer.perform(step, story.patience())) {
        throw new IllegalArgumentException(story.id() + ": no step of an HTTP/1 client: " + step);
      }
    }
    flush(pending);
    Integer wanted = story.responses();
    awaitResponses(wanted != null ? wanted : methods.size());
    peer.awaitClose(story.linger());
  }

  @Override
  public Duration took() {
    return Duration.ofNanos(peer.lastArrival() - started);
  }

  @Override
  public List<String> seen() {
    Peer.Fate fate = peer.fate();
    List<String> lines = new ArrayList<>();
    for (Http1.Message message :
        Http1.responses(peer.received(), methods, fate != Peer.Fate.KEPT)) {
      lines.addAll(Seen.message(message));
    }
    lines.add("connection " + fate.name());
    return lines;
  }

  @Override
  public void close() {
    peer.close();
  }

  private void flush(ByteArrayOutputStream pending) {
    if (pending.size() > 0) {
      peer.write(pending.toByteArray());
      pending.reset();
    }
  }

  private void awaitResponses(int count) {
    if (count > 0) {
      var _ = peer.await(bytes -> finals(bytes) >= count, story.patience());
    }
  }

  private long finals(byte[] bytes) {
    return Http1.responses(bytes, methods, false).stream()
        .filter(message -> message.complete() && !message.interim())
        .count();
  }
}
