package mesh.e2e.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays the steps of one HTTP/2 client with prior knowledge and tells what came back. */
final class Http2Client implements Exchange {

  private final Case story;
  private final List<Step> steps;
  private final Peer peer;
  private final long started = System.nanoTime();
  private int stream = -1;
  private int opened;

  Http2Client(Case story, List<Step> steps, int port) throws IOException {
    this.story = story;
    this.steps = steps;
    this.peer = new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  @Override
  public void play() {
    var _ = new Http2Session(peer, false);
    var script = new Http2Script(peer);
    for (Step step : steps) {
      if (step instanceof Step.Headers headers && headers.newStream()) {
        stream += 2;
        opened++;
        script.headers(stream, Http2.request(headers.headers()), headers.end());
      } else if (step instanceof Step.Await await) {
        script.flush();
        awaitResponses(await.responses());
      } else if (!script.perform(step, stream, story.patience())) {
        throw new IllegalArgumentException(story.id() + ": no step of an HTTP/2 client: " + step);
      }
    }
    script.flush();
    Integer wanted = story.responses();
    awaitResponses(wanted != null ? wanted : opened);
    peer.awaitClose(story.linger());
  }

  @Override
  public Duration took() {
    return Duration.ofNanos(peer.lastArrival() - started);
  }

  @Override
  public List<String> seen() {
    List<String> lines = new ArrayList<>(Http2.seen(peer.received(), false));
    lines.add("connection " + peer.fate());
    return lines;
  }

  @Override
  public void close() {
    peer.close();
  }

  private void awaitResponses(int count) {
    var _ = peer.await(bytes -> ended(bytes) >= count, story.patience());
  }

  private static long ended(byte[] bytes) {
    return Http2.frames(bytes, false).stream().filter(Http2.Frame::endsStream).count();
  }
}
