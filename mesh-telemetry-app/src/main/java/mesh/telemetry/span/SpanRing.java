package mesh.telemetry.span;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.internal.DependencyLinker;
import zipkin2.storage.QueryRequest;

/**
 * The last traces, bounded in spans and in bytes; the trace that began to arrive first goes first.
 * Shared by all threads; questions work on a copy, so that they do not keep spans waiting.
 */
public final class SpanRing {

  private final int mostSpans;
  private final long mostBytes;
  private final Map<String, Trace> traces = new LinkedHashMap<>(); // guarded by this
  private int spans;
  private long bytes;

  private static final class Trace {
    final List<Span> spans = new ArrayList<>(4);
    long bytes;
  }

  /**
   * An empty ring.
   *
   * @param mostBytes of spans, as protobuf encodes them
   */
  public SpanRing(int mostSpans, long mostBytes) {
    this.mostSpans = mostSpans;
    this.mostBytes = mostBytes;
  }

  /** Keeps these, and lets go of old ones. */
  public void add(List<Span> added) {
    var sizes = new int[added.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = SpanBytesEncoder.PROTO3.sizeInBytes(added.get(i));
    }
    synchronized (this) {
      for (int i = 0; i < sizes.length; i++) {
        Trace trace = traces.computeIfAbsent(added.get(i).traceId(), id -> new Trace());
        trace.spans.add(added.get(i));
        trace.bytes += sizes[i];
        spans++;
        bytes += sizes[i];
        if (spans > mostSpans || bytes > mostBytes) {
          shrink();
        }
      }
    }
  }

  /** The spans of one trace; empty if there is none. */
  public synchronized List<Span> trace(String id) {
    Trace trace = traces.get(id);
    return trace == null ? List.of() : List.copyOf(trace.spans);
  }

  /** Traces that fit, the newest first. */
  public List<List<Span>> find(QueryRequest request) {
    var found = new ArrayList<List<Span>>();
    for (List<Span> trace : copy().reversed()) {
      if (found.size() >= request.limit()) {
        break;
      }
      if (request.test(trace)) {
        found.add(trace);
      }
    }
    return found;
  }

  /** Names of services that have sent spans. */
  public SortedSet<String> services() {
    var names = new TreeSet<String>();
    each(span -> add(span.localServiceName(), names));
    return names;
  }

  /** Names of a service's spans. */
  public SortedSet<String> spanNames(String service) {
    var names = new TreeSet<String>();
    each(
        span -> {
          if (service.equals(span.localServiceName())) {
            add(span.name(), names);
          }
        });
    return names;
  }

  /** Names of services that a service speaks to. */
  public SortedSet<String> remoteServices(String service) {
    var names = new TreeSet<String>();
    each(
        span -> {
          if (service.equals(span.localServiceName())) {
            add(span.remoteServiceName(), names);
          }
        });
    return names;
  }

  /**
   * Which service calls which, and how often.
   *
   * @param fromMicros of the first span of a trace
   * @param toMicros of the first span of a trace
   */
  public List<DependencyLink> dependencies(long fromMicros, long toMicros) {
    var linker = new DependencyLinker();
    for (List<Span> trace : copy()) {
      long start = start(trace);
      if (start >= fromMicros && start <= toMicros) {
        linker.putTrace(trace);
      }
    }
    return linker.link();
  }

  /** How many are kept. */
  public synchronized int size() {
    return spans;
  }

  /** What they take, as protobuf encodes them. */
  public synchronized long bytes() {
    return bytes;
  }

  private void shrink() {
    Iterator<Trace> oldest = traces.values().iterator();
    while ((spans > mostSpans || bytes > mostBytes) && oldest.hasNext()) {
      Trace gone = oldest.next();
      oldest.remove();
      spans -= gone.spans.size();
      bytes -= gone.bytes;
    }
  }

  private synchronized List<List<Span>> copy() {
    var all = new ArrayList<List<Span>>(traces.size());
    traces.values().forEach(trace -> all.add(List.copyOf(trace.spans)));
    return all;
  }

  private void each(Consumer<Span> visitor) {
    copy().forEach(trace -> trace.forEach(visitor));
  }

  private static void add(@Nullable String name, SortedSet<String> names) {
    if (name != null) {
      names.add(name);
    }
  }

  private static long start(List<Span> trace) {
    return trace.stream().mapToLong(Span::timestampAsLong).filter(at -> at > 0).min().orElse(0);
  }
}
