package mesh.proxy.cluster.health;

import java.util.List;

/** One protocol of health checks with its settings. Immutable. */
public interface HealthChecker {

  /** As the event log spells it: {@code HTTP}, {@code TCP}, {@code GRPC}. */
  String type();

  /** ALPN to offer where configuration names none; may be empty. */
  List<String> alpn();

  /** Makes the probe of one host. */
  Probe probe(ProbeTarget target, ProbeContext context);
}
