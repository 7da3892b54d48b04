package mesh.e2e.differential;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One case, played on one proxy.
 *
 * @param lines what was seen, as it was seen
 * @param took how long each client took
 */
record Play(List<String> lines, List<Duration> took) {

  private static final int SETTLE_MS = 60; // for what the proxy does upstream after the last answer

  static Play of(Slot slot) {
    Case story = slot.story();
    List<Exchange> exchanges = new ArrayList<>();
    try {
      List<Thread> threads = new ArrayList<>();
      for (List<Step> steps : story.clients()) {
        Exchange exchange = Exchange.open(story, steps, slot.port());
        exchanges.add(exchange);
        if (story.together()) {
          threads.add(Thread.ofVirtual().start(exchange::play));
        } else {
          exchange.play();
        }
      }
      for (Thread thread : threads) {
        thread.join();
      }
      Thread.sleep(SETTLE_MS);
      return new Play(seen(slot, exchanges), exchanges.stream().map(Exchange::took).toList());
    } catch (IOException e) {
      return new Play(List.of("failed: " + e), List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Play(List.of("interrupted"), List.of());
    } finally {
      exchanges.forEach(Exchange::close);
    }
  }

  private static List<String> seen(Slot slot, List<Exchange> exchanges) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      lines.add("client " + (i + 1));
      lines.addAll(Seen.indented(exchanges.get(i).seen()));
    }
    slot.upstreams().forEach((name, upstream) -> lines.addAll(upstream.seen(name)));
    return lines;
  }
}
