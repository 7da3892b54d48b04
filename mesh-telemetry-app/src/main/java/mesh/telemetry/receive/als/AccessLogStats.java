package mesh.telemetry.receive.als;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.telemetry.attribute.Fault;

/** Counts what proxies send. Shared by all threads. */
public final class AccessLogStats {

  private final AtomicInteger streams = new AtomicInteger();
  private final Counter refusedStreams;
  private final Counter http;
  private final Counter tcp;
  private final Counter unfinished;
  private final Map<Fault, Counter> refused = new EnumMap<>(Fault.class);

  public AccessLogStats(MeterRegistry meters) {
    meters.gauge("mesh.telemetry.als.streams", streams);
    refusedStreams = meters.counter("mesh.telemetry.als.streams.refused");
    http = meters.counter("mesh.telemetry.als.entries", "type", "http");
    tcp = meters.counter("mesh.telemetry.als.entries", "type", "tcp");
    unfinished = meters.counter("mesh.telemetry.als.entries.unfinished");
    for (Fault fault : Fault.values()) {
      String reason = fault.name().toLowerCase(Locale.ROOT);
      refused.put(fault, meters.counter("mesh.telemetry.als.entries.refused", "reason", reason));
    }
  }

  void opened() {
    streams.incrementAndGet();
  }

  void closed() {
    streams.decrementAndGet();
  }

  void refusedStream() {
    refusedStreams.increment();
  }

  void http(int entries) {
    http.increment(entries);
  }

  void tcp(int entries) {
    tcp.increment(entries);
  }

  void unfinished() {
    unfinished.increment();
  }

  @SuppressWarnings("NullAway") // there is one for each fault
  void refused(Fault fault) {
    refused.get(fault).increment();
  }
}
