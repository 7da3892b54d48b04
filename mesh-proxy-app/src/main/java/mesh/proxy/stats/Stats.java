package mesh.proxy.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A scope of metrics: all that begin with one prefix. Shared by all threads.
 *
 * <p>Get metrics when configuration is loaded and keep them: a look-up is a binary search over
 * names. Names are Envoy's, {@code ':'} and what else Envoy replaces become {@code '_'}. A metric
 * stores only its name below the scope, and a scope keeps its metrics in one sorted array, because
 * ten thousand clusters have a million of them.
 *
 * <p>Scopes form a tree by the prefixes that were asked for. A full name is one metric, whichever
 * way down the tree it was asked for; if two threads make it at the same moment on two ways,
 * readers add up the two.
 */
public final class Stats {

  private static final Metric[] NONE = {};
  private static final VarHandle METRICS = field("metrics", Metric[].class);
  private static final VarHandle CHILDREN = field("children", ConcurrentHashMap.class);

  private final Predicate<String> accepted;
  private final @Nullable Stats parent;
  private final String ownPrefix; // ends with '.', unless this is the root
  private volatile Metric[] metrics = NONE; // sorted by name; copied on write
  private volatile @Nullable ConcurrentHashMap<String, Stats> children;
  private volatile @Nullable Declared declared;
  private int holds; // written inside compute() of the parent's children

  private Stats(Predicate<String> accepted, @Nullable Stats parent, String ownPrefix) {
    this.accepted = accepted;
    this.parent = parent;
    this.ownPrefix = ownPrefix;
  }

  /** The scope of a process that keeps every metric. */
  public static Stats root() {
    return root(name -> true);
  }

  /**
   * The scope of a process.
   *
   * @param accepted says of a full name whether its metric is kept; others count, but are not shown
   */
  public static Stats root(Predicate<String> accepted) {
    return new Stats(accepted, null, "");
  }

  /** The metric of that name; made if there is none. */
  public Counter counter(String name) {
    return metric(name, Counter.class, Counter::new);
  }

  /** The metric of that name; made if there is none. */
  public Gauge gauge(String name) {
    return metric(name, Gauge.class, Gauge::new);
  }

  /** The metric of that name; made if there is none. */
  public Histogram histogram(String name) {
    return metric(name, Histogram.class, Histogram::new);
  }

  /** The metric of that name; made if there is none. */
  public TextReadout text(String name) {
    return metric(name, TextReadout.class, TextReadout::new);
  }

  /**
   * The scope below this one; made if there is none. It stays until it, or a scope above, is
   * removed.
   *
   * @param prefix with or without the dot at its end; empty gives this scope
   */
  public Stats scope(String prefix) {
    String name = StatName.sanitized(prefix);
    return name.isEmpty() ? this : children().computeIfAbsent(name + '.', this::child);
  }

  /**
   * The scope below this one, kept until its last holder calls {@link #release()}. For owners that
   * may be replaced by a new version of themselves, such as clusters and listeners: the new one
   * holds before the old one releases, and the counts go on.
   */
  public Stats hold(String prefix) {
    String name = StatName.sanitized(prefix) + '.';
    var held =
        children()
            .compute(
                name,
                (key, present) -> {
                  Stats scope = present == null ? child(key) : present;
                  scope.holds++;
                  return scope;
                });
    return held;
  }

  /**
   * Gives a scope back that {@link #hold} gave; the last one to do so removes it with all below.
   */
  public void release() {
    if (parent != null) {
      parent
          .children()
          .computeIfPresent(
              ownPrefix, (key, present) -> present == this && --holds <= 0 ? null : present);
    }
  }

  /**
   * Removes the scope below this one that {@link #scope} gave for that prefix, with all below it.
   */
  public void removeScope(String prefix) {
    children().remove(StatName.sanitized(prefix) + '.');
  }

  /** Shows these metrics as zero until they are made; replaces an earlier list. */
  public void declare(Declared expected) {
    declared = expected;
  }

  /** What all full names of this scope begin with; empty for the root. */
  public String prefix() {
    return parent == null ? ownPrefix : parent.prefix() + ownPrefix;
  }

  /**
   * Shows every metric of this scope and of those below, with the prefix of its scope, in no order.
   */
  public void visit(BiConsumer<String, Metric> visitor) {
    visit(prefix(), visitor);
  }

  private void visit(String prefix, BiConsumer<String, Metric> visitor) {
    Metric[] made = metrics;
    for (Metric metric : made) {
      visitor.accept(prefix, metric);
    }
    var expected = declared;
    if (expected != null) {
      visitZeros(prefix, made, expected.zeros(), visitor);
    }
    var below = children;
    if (below != null) {
      below.values().forEach(child -> child.visit(prefix + child.ownPrefix, visitor));
    }
  }

  /** Sets every counter to zero. */
  public void resetCounters() {
    visit(
        (prefix, metric) -> {
          if (metric instanceof Counter counter) {
            counter.reset();
          }
        });
  }

  /** Ends an interval of every histogram; one caller only. */
  public void flush() {
    visit(
        (prefix, metric) -> {
          if (metric instanceof Histogram histogram) {
            histogram.flush();
          }
        });
  }

  private void visitZeros(
      String prefix, Metric[] made, Metric[] zeros, BiConsumer<String, Metric> visitor) {
    for (Metric zero : zeros) {
      String name = zero.leafName();
      int at = firstNotBelow(made, name);
      boolean isMade = at < made.length && made[at].leafName().equals(name);
      if (!isMade && accepted.test(prefix + name)) {
        visitor.accept(prefix, zero);
      }
    }
  }

  private Stats child(String ownPrefix) {
    return new Stats(accepted, this, ownPrefix);
  }

  private <M extends Metric> M metric(String anyName, Class<M> type, Function<String, M> maker) {
    String name = StatName.sanitized(anyName);
    M own = find(metrics, name, type);
    if (own != null) {
      return own;
    }
    String fullName = prefix() + name;
    M elsewhere = top().lookUp(fullName, type);
    return elsewhere == null ? made(name, fullName, type, maker) : elsewhere;
  }

  private <M extends Metric> M made(
      String name, String fullName, Class<M> type, Function<String, M> maker) {
    while (true) {
      Metric[] seen = metrics;
      M earlier = find(seen, name, type);
      if (earlier != null) {
        return earlier;
      }
      M fresh = maker.apply(name);
      if (!accepted.test(fullName)
          || METRICS.compareAndSet(this, seen, inserted(seen, firstNotBelow(seen, name), fresh))) {
        return fresh;
      }
    }
  }

  /** Finds a metric here or below, whichever way down the tree its name was split. */
  private <M extends Metric> @Nullable M lookUp(String name, Class<M> type) {
    M found = find(metrics, name, type);
    var below = children;
    if (below == null) {
      return found;
    }
    for (int dot = name.indexOf('.'); found == null && dot > 0; dot = name.indexOf('.', dot + 1)) {
      Stats child = below.get(name.substring(0, dot + 1));
      found = child == null ? null : child.lookUp(name.substring(dot + 1), type);
    }
    return found;
  }

  private static <M extends Metric> @Nullable M find(Metric[] metrics, String name, Class<M> type) {
    for (int at = firstNotBelow(metrics, name);
        at < metrics.length && metrics[at].leafName().equals(name);
        at++) {
      if (type.isInstance(metrics[at])) {
        return type.cast(metrics[at]);
      }
    }
    return null;
  }

  private Stats top() {
    return parent == null ? this : parent.top();
  }

  private static Metric[] inserted(Metric[] metrics, int at, Metric fresh) {
    var longer = new Metric[metrics.length + 1];
    System.arraycopy(metrics, 0, longer, 0, at);
    longer[at] = fresh;
    System.arraycopy(metrics, at, longer, at + 1, metrics.length - at);
    return longer;
  }

  private static int firstNotBelow(Metric[] metrics, String name) {
    int low = 0;
    int high = metrics.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (metrics[middle].leafName().compareTo(name) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @SuppressWarnings("unchecked") // the field has one type
  private ConcurrentHashMap<String, Stats> children() {
    var seen = children;
    if (seen != null) {
      return seen;
    }
    var fresh = new ConcurrentHashMap<String, Stats>();
    var earlier = (ConcurrentHashMap<String, Stats>) CHILDREN.compareAndExchange(this, null, fresh);
    return earlier == null ? fresh : earlier;
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Stats.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
