package mesh.telemetry.query.rest;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.telemetry.graph.Graph;
import mesh.telemetry.graph.GraphView;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The graph, again and again, for those who listen. Shared by all threads; one picture is made for
 * all who look at the same window, and none while nobody looks.
 */
final class Events {

  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int MOST = 64;

  private final Graph graph;
  private final AtomicInteger listeners = new AtomicInteger();
  private final Map<Long, Flux<ServerSentEvent<GraphView>>> byWindow = new ConcurrentHashMap<>();

  Events(Graph graph) {
    this.graph = graph;
  }

  /** Pictures of this window, the first at once; empty if too many listen. */
  Optional<Flux<ServerSentEvent<GraphView>>> subscribe(long window) {
    if (listeners.get() >= MOST) {
      return Optional.empty();
    }
    Flux<ServerSentEvent<GraphView>> pictures = byWindow.computeIfAbsent(window, this::pictures);
    return Optional.of(
        pictures
            .onBackpressureLatest()
            .doOnSubscribe(subscription -> listeners.incrementAndGet())
            .doFinally(signal -> listeners.decrementAndGet()));
  }

  private Flux<ServerSentEvent<GraphView>> pictures(long window) {
    return Flux.interval(Duration.ZERO, EVERY, Schedulers.parallel())
        .onBackpressureDrop()
        .map(
            tick ->
                ServerSentEvent.<GraphView>builder()
                    .event("graph")
                    .data(graph.view(window))
                    .build())
        .doOnCancel(() -> byWindow.remove(window)) // the last one has left
        .replay(1)
        .refCount(1);
  }
}
