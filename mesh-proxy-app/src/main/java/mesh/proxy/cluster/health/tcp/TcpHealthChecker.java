package mesh.proxy.cluster.health.tcp;

import java.util.List;
import mesh.proxy.cluster.health.HealthChecker;
import mesh.proxy.cluster.health.Payloads;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeContext;
import mesh.proxy.cluster.health.ProbeTarget;

/**
 * Checks over TCP.
 *
 * @param send may be empty
 * @param receive none: a connection is enough
 */
record TcpHealthChecker(byte[] send, Payloads receive, Preamble preamble) implements HealthChecker {

  @Override
  public String type() {
    return "TCP";
  }

  @Override
  public List<String> alpn() {
    return List.of();
  }

  @Override
  public Probe probe(ProbeTarget target, ProbeContext context) {
    return new TcpProbe(this, target, context);
  }
}
