package mesh.pilot.serve.ads;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.pilot.serve.ResourceType;

/** Counts what goes to proxies and comes back. Shared by all threads. */
public final class AdsStats {

  private final MeterRegistry meters;
  private final AtomicInteger connected = new AtomicInteger();

  public AdsStats(MeterRegistry meters) {
    this.meters = meters;
    meters.gauge("mesh.pilot.proxies", connected);
  }

  void connected() {
    connected.incrementAndGet();
  }

  void disconnected() {
    connected.decrementAndGet();
  }

  void sent(ResourceType type) {
    count("mesh.pilot.xds.pushes", type);
  }

  void acknowledged(ResourceType type) {
    count("mesh.pilot.xds.acks", type);
  }

  void refused(ResourceType type) {
    count("mesh.pilot.xds.nacks", type);
  }

  private void count(String name, ResourceType type) {
    meters.counter(name, "type", type.name().toLowerCase(Locale.ROOT)).increment();
  }
}
