package mesh.e2e.differential;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One client connection through the proxy. */
interface Exchange extends AutoCloseable {

  /** Connects. */
  static Exchange open(Case story, List<Step> steps, int port) throws IOException {
    return story.http2() ? new Http2Client(story, steps, port) : new Client(story, steps, port);
  }

  /** Plays all steps, then waits for what is still to come. */
  void play();

  /** From the connection's start to the last thing that arrived. */
  Duration took();

  /** What came back, one fact a line. */
  List<String> seen();

  @Override
  void close();
}
