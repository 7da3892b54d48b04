package mesh.proxy.tracing.zipkin;

import brave.handler.MutableSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.tracing.CollectorClient;

/**
 * Takes finished spans from the loops and posts them, some at a time, from a thread of its own.
 * Spans that find no room are dropped and counted.
 */
final class SpanReporter {

  private static final int MOST_WAITING = 4096;
  private static final int MOST_IN_REPORT = 500;
  private static final long USUAL_BATCH = 5;
  private static final long USUAL_INTERVAL_MILLIS = 5000;
  private static final long USUAL_TIMEOUT_MILLIS = 5000;

  private final BlockingQueue<MutableSpan> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final CollectorConfig config;
  private final CollectorClient client;
  private final Runtime runtime;
  private final ReporterStats stats;

  SpanReporter(
      CollectorConfig config, CollectorClient client, Runtime runtime, ReporterStats stats) {
    this.config = config;
    this.client = client;
    this.runtime = runtime;
    this.stats = stats;
  }

  /**
   * Starts the thread that posts; it lives as long as the process, as the configuration that names
   * it may come back.
   */
  SpanReporter start() {
    Thread.ofVirtual().name("zipkin-" + config.cluster()).start(this::run);
    return this;
  }

  /** Never waits; on an event loop. */
  void report(MutableSpan span) {
    if (!waiting.offer(span)) {
      stats.spansDropped().increment();
    }
  }

  private void run() {
    try {
      while (true) {
        post(nextReport());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there are enough spans, or the interval is over and there is one. */
  private List<MutableSpan> nextReport() throws InterruptedException {
    List<MutableSpan> report = new ArrayList<>();
    long due = System.nanoTime() + intervalNanos();
    while (report.size() < batch()) {
      MutableSpan span = waiting.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (span != null) {
        report.add(span);
        continue;
      }
      stats.timerFlushed().increment();
      if (!report.isEmpty()) {
        return report;
      }
      due = System.nanoTime() + intervalNanos();
    }
    waiting.drainTo(report, MOST_IN_REPORT - report.size());
    return report;
  }

  private void post(List<MutableSpan> spans) {
    var report =
        new CollectorClient.Report(
            config.cluster(),
            config.hostname(),
            config.path(),
            config.encoding().contentType(),
            config.encoding().write(spans));
    try {
      int status =
          client.post(
              report, runtime.integer("tracing.zipkin.request_timeout", USUAL_TIMEOUT_MILLIS));
      stats.spansSent().add(spans.size());
      if (status == CollectorClient.NO_CLUSTER) {
        stats.skippedNoCluster().increment();
      } else if (status >= 200 && status < 300) {
        stats.sent().increment();
      } else {
        stats.failed().increment();
      }
    } catch (IOException e) {
      stats.spansSent().add(spans.size());
      stats.dropped().increment();
    }
  }

  private long batch() {
    return Math.clamp(
        runtime.integer("tracing.zipkin.min_flush_spans", USUAL_BATCH), 1, MOST_IN_REPORT);
  }

  private long intervalNanos() {
    long millis = runtime.integer("tracing.zipkin.flush_interval_ms", USUAL_INTERVAL_MILLIS);
    return TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis));
  }
}
