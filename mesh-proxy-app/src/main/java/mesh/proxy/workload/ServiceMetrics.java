package mesh.proxy.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.tag.Tag;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Istio's metrics of this proxy: one set for each combination of labels. Shared by all loops.
 *
 * <p>Labels come from peers, so their number has a bound: what is beyond it is counted as dropped.
 */
public final class ServiceMetrics {

  private static final int MOST = 4096; // sets; one of HTTP with samples takes some 5 KiB

  private final LocalNode node;
  private final Stats scope;
  private final Counter dropped;
  private final int most;
  private final ConcurrentHashMap<Call, Edge> edges = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();

  /**
   * No metrics yet.
   *
   * @param stats root scope of the process
   */
  public ServiceMetrics(LocalNode node, Stats stats) {
    this(node, stats, MOST);
  }

  ServiceMetrics(LocalNode node, Stats stats, int most) {
    this.node = node;
    this.scope = stats.scope("istiocustom");
    this.dropped = stats.scope("mesh.proxy.service_metrics").counter("dropped");
    this.most = most;
  }

  public LocalNode node() {
    return node;
  }

  /** Tells which proxy this is, as Istio's do. */
  public void recordBuild() {
    scope
        .labelled("build", List.of(new Tag("component", "proxy"), new Tag("tag", "unknown")))
        .gauge("istio_build")
        .set(1);
  }

  /**
   * The calls that a request or connection belongs to. Builds texts: keep the result with the
   * connection.
   *
   * @param host null if there is none, or if it must not name a service
   * @return null if there are too many already
   */
  public @Nullable Edge edge(
      StreamInfo info, Reporter reporter, @Nullable String host, String protocol) {
    Call call = Call.of(info, reporter, host, protocol);
    Edge known = edges.get(call);
    if (known != null || edges.size() >= most) {
      return known;
    }
    return edges.computeIfAbsent(call, fresh -> new Edge(this, fresh.labels(node.workload())));
  }

  /** A request or connection is not counted otherwise. */
  public void drop() {
    dropped.increment();
  }

  /** A scope for metrics with these labels; null if there are too many. */
  @Nullable Stats series(List<Tag> usual, List<Tag> more) {
    if (made.get() >= most) {
      return null;
    }
    made.incrementAndGet();
    List<Tag> labels = new ArrayList<>(usual);
    labels.addAll(more);
    var name = new StringBuilder();
    for (Tag label : labels) {
      name.append(name.isEmpty() ? "" : ".").append(label.name()).append('.').append(label.value());
    }
    return scope.labelled(name.toString(), labels);
  }
}
