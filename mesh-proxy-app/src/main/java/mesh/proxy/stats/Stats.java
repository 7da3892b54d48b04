package mesh.proxy.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import mesh.proxy.stats.tag.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A scope of metrics: all that begin with one prefix. Shared by all threads.
 *
 * <p>Get metrics when configuration is loaded and keep them: a look-up is a binary search over
 * names. Names are Envoy's, {@code ':'} and what else Envoy replaces become {@code '_'}. A full
 * name is one metric, whichever scope was asked for it. A metric stores only the last part of its
 * name, and a scope keeps its metrics in one sorted array, because ten thousand clusters have a
 * million of them.
 */
public final class Stats {

  private static final Metric[] NO_METRICS = {};
  private static final Stats[] NO_SCOPES = {};
  private static final VarHandle METRICS = field("metrics", Metric[].class);
  private static final VarHandle BELOW = field("below", Stats[].class);

  /**
   * What all scopes of a process share.
   *
   * @param scopes by full prefix
   * @param labels of those scopes that have their own, by full prefix
   */
  private record Index(
      Predicate<String> accepted,
      ConcurrentHashMap<String, Stats> scopes,
      ConcurrentHashMap<String, List<Tag>> labels) {

    @Nullable Stats remove(String prefix) {
      labels.remove(prefix);
      return scopes.remove(prefix);
    }
  }

  private final Index index;
  private final String prefix; // ends with '.', unless this is the root
  private volatile Metric[] metrics = NO_METRICS; // sorted by name; copied on write
  private volatile Stats[] below =
      NO_SCOPES; // made through this scope; copied on write; unused in the root
  private volatile @Nullable Declared declared;
  private volatile boolean removed;
  private int holds; // written inside compute() of the index

  private Stats(Index index, String prefix) {
    this.index = index;
    this.prefix = prefix;
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
    return new Stats(new Index(accepted, new ConcurrentHashMap<>(), new ConcurrentHashMap<>()), "");
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
   * The scope below this one; made if there is none. It stays until it, or the scope through which
   * it was made, is removed.
   *
   * @param prefix with or without the dot at its end; empty gives this scope
   */
  public Stats scope(String prefix) {
    String name = StatName.sanitized(prefix);
    return name.isEmpty() ? this : clean(name);
  }

  /**
   * The scope below this one, whose metrics have these labels and no others: none is looked for in
   * their names, and to Prometheus they are known by the last part of their name alone.
   */
  public Stats labelled(String prefix, List<Tag> labels) {
    Stats scope = scope(prefix);
    index.labels.putIfAbsent(scope.prefix, List.copyOf(labels));
    return scope;
  }

  /** The labels of a scope that has its own; null if they are in the names of its metrics. */
  public @Nullable List<Tag> labels(String scopePrefix) {
    return index.labels.get(scopePrefix);
  }

  /**
   * The scope below this one, kept until its last holder calls {@link #release()}. For owners that
   * may be replaced by a new version of themselves, such as clusters and listeners: the new one
   * holds before the old one releases, and the counts go on.
   */
  public Stats hold(String prefix) {
    String full = this.prefix + StatName.sanitized(prefix) + '.';
    return index.scopes.compute(
        full,
        (key, present) -> {
          Stats scope = present == null ? child(key) : present;
          scope.holds++;
          return scope;
        });
  }

  /**
   * Gives a scope back that {@link #hold} gave; the last one to do so removes it with all that was
   * made through it.
   */
  public void release() {
    Stats left =
        index.scopes.computeIfPresent(
            prefix, (key, present) -> present == this && --holds <= 0 ? null : present);
    if (left == null) {
      index.labels.remove(prefix);
      detach();
    }
  }

  /**
   * Removes the scope below this one that {@link #scope} gave for that prefix, with all that was
   * made through it.
   */
  public void removeScope(String prefix) {
    Stats scope = index.remove(this.prefix + StatName.sanitized(prefix) + '.');
    if (scope != null) {
      scope.detach();
    }
  }

  /** Shows these metrics as zero until they are made; replaces an earlier list. */
  public void declare(Declared expected) {
    declared = expected;
  }

  /** What all full names of this scope begin with; empty for the root. */
  public String prefix() {
    return prefix;
  }

  /**
   * Shows every metric of this scope and of those below, with the prefix of its scope, in no order.
   */
  public void visit(BiConsumer<String, Metric> visitor) {
    visitOwn(visitor);
    if (prefix.isEmpty()) {
      index.scopes.values().forEach(scope -> scope.visitOwn(visitor));
    } else {
      for (Stats scope : below) {
        scope.visit(visitor);
      }
    }
  }

  private void visitOwn(BiConsumer<String, Metric> visitor) {
    Metric[] made = metrics;
    for (Metric metric : made) {
      visitor.accept(prefix, metric);
    }
    Declared expected = declared;
    if (expected == null) {
      return;
    }
    for (Metric zero : expected.zeros()) {
      if (find(made, zero.leafName(), zero.getClass()) == null
          && index.accepted.test(prefix + zero.leafName())) {
        visitor.accept(prefix, zero);
      }
    }
  }

  /** Sets every counter to zero. */
  public void resetCounters() {
    visit(
        (scope, metric) -> {
          if (metric instanceof Counter counter) {
            counter.reset();
          }
        });
  }

  /** Ends an interval of every histogram; one caller only. */
  public void flush() {
    visit(
        (scope, metric) -> {
          if (metric instanceof Histogram histogram) {
            histogram.flush();
          }
        });
  }

  /**
   * @param name sanitized
   */
  private Stats clean(String name) {
    String full = prefix + name + '.';
    Stats known = index.scopes.get(full);
    if (known != null) {
      return known;
    }
    return removed ? new Stats(index, full) : index.scopes.computeIfAbsent(full, this::child);
  }

  private Stats child(String full) {
    var child = new Stats(index, full);
    while (!prefix.isEmpty()) {
      Stats[] seen = below;
      Stats[] longer = Arrays.copyOf(seen, seen.length + 1);
      longer[seen.length] = child;
      if (BELOW.compareAndSet(this, seen, longer)) {
        break;
      }
    }
    return child;
  }

  private void detach() {
    removed = true;
    for (Stats scope : below) {
      if (index.scopes.remove(scope.prefix, scope)) {
        index.labels.remove(scope.prefix);
      }
      scope.detach();
    }
  }

  private <M extends Metric> M metric(String anyName, Class<M> type, Function<String, M> maker) {
    String name = StatName.sanitized(anyName);
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? own(name, type, maker)
        : clean(name.substring(0, dot)).own(name.substring(dot + 1), type, maker);
  }

  private <M extends Metric> M own(String name, Class<M> type, Function<String, M> maker) {
    while (true) {
      Metric[] seen = metrics;
      M known = find(seen, name, type);
      if (known != null) {
        return known;
      }
      M fresh = maker.apply(name);
      if (!index.accepted.test(prefix + name)
          || METRICS.compareAndSet(this, seen, inserted(seen, firstNotBelow(seen, name), fresh))) {
        return fresh;
      }
    }
  }

  private static <M extends Metric> @Nullable M find(Metric[] metrics, String name, Class<M> type) {
    int at = firstNotBelow(metrics, name);
    for (; at < metrics.length && metrics[at].leafName().equals(name); at++) {
      if (type.isInstance(metrics[at])) {
        return type.cast(metrics[at]);
      }
    }
    return null;
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

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Stats.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
