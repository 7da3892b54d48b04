package mesh.telemetry.graph;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Call.Protocol;
import mesh.telemetry.attribute.Workload;
import mesh.telemetry.handler.CallHandler;

/** The edges of the last hour. Shared by all threads. */
public final class Graph implements CallHandler {

  private static final long FORGET_SECONDS = 60;

  private final Window window;
  private final int most;
  private final UnaryOperator<Workload> settled;
  private final InstantSource clock;
  private final Map<EdgeKey, Edge> edges = new ConcurrentHashMap<>();
  private final LongAdder calls = new LongAdder();
  private final AtomicLong forgotten = new AtomicLong();
  private final AtomicLong first = new AtomicLong(Long.MAX_VALUE); // second of the first call

  /**
   * An empty graph.
   *
   * @param most edges that are kept apart
   * @param settled says what is known of a workload when it is looked at
   */
  public Graph(Duration retention, int most, UnaryOperator<Workload> settled, InstantSource clock) {
    this.window = Window.of(retention);
    this.most = most;
    this.settled = settled;
    this.clock = clock;
  }

  /** Two ends, and what they speak. */
  record EdgeKey(Workload source, Workload target, Protocol protocol) {}

  @Override
  public void handle(Call call) {
    calls.increment();
    long now = clock.millis() / 1000;
    if (now < first.get()) {
      first.set(now);
    }
    switch (call.direction()) {
      case INBOUND -> add(call.source(), call.destination(), call, now);
      case OUTBOUND -> {
        if (!call.isReportedByDestination()) {
          add(call.source(), call.destination(), call, now);
        }
      }
      case GATEWAY -> {
        add(call.client(), call.source(), call, now);
        if (isUpstreams(call)) {
          add(call.source(), call.destination(), call, now);
        }
      }
    }
  }

  /** All calls since the start, whatever edge they count for. */
  public long calls() {
    return calls.sum();
  }

  /** The longest window that there is something for, in seconds. */
  public long longestWindow() {
    return window.longest();
  }

  /** The picture of the last seconds. */
  public GraphView view(long seconds) {
    long at = clock.millis();
    long covered = Math.clamp(at / 1000 - first.get() + 1, 1, seconds); // less after a start
    var picture = new Picture(at, seconds, covered);
    each(
        (key, edge) -> {
          var cell = new Cell();
          edge.each(picture.now(), seconds, (part, begin) -> cell.addAll(part));
          if (cell.calls() > 0) {
            picture.add(settled(key), cell);
          }
        });
    return picture.view();
  }

  /** How calls to one service went over time, bucket after bucket. */
  public Timeline timeline(String namespace, String name, long seconds) {
    long now = clock.millis() / 1000;
    var buckets = new LinkedHashMap<Long, Cell>();
    each(
        (key, edge) -> {
          if (NodeView.isOf(key.target(), namespace, name)) {
            edge.each(
                now,
                seconds,
                (part, begin) -> buckets.computeIfAbsent(begin, at -> new Cell()).addAll(part));
          }
        });
    int length = window.isFine(seconds) ? window.fineSeconds() : window.coarseSeconds();
    return Timeline.of(buckets, length, now, seconds);
  }

  private EdgeKey settled(EdgeKey key) {
    return new EdgeKey(settled.apply(key.source()), key.target(), key.protocol());
  }

  // The gateway's own refusals are on the edge of its client.
  private static boolean isUpstreams(Call call) {
    return !call.isReportedByDestination()
        && (call.isSent() || call.outcome().flags().sayUnreachable());
  }

  private void add(Workload source, Workload target, Call call, long now) {
    var key = new EdgeKey(source, target, call.protocol());
    Edge edge = edges.get(key);
    if (edge == null) {
      if (edges.size() >= most) {
        forget(now);
        if (edges.size() >= most) {
          key = new EdgeKey(Workload.UNKNOWN, Workload.OVERFLOW, call.protocol());
        }
      }
      edge = edges.computeIfAbsent(key, made -> new Edge(window));
    }
    edge.add(call, now);
  }

  private void each(BiConsumer<EdgeKey, Edge> visitor) {
    forget(clock.millis() / 1000);
    edges.forEach(visitor);
  }

  private void forget(long now) {
    long last = forgotten.get();
    if (now - last >= FORGET_SECONDS && forgotten.compareAndSet(last, now)) {
      edges.values().removeIf(edge -> edge.forget(now));
    }
  }
}
