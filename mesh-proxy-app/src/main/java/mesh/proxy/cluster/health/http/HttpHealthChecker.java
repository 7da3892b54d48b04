package mesh.proxy.cluster.health.http;

import java.util.List;
import mesh.proxy.cluster.health.HealthChecker;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeContext;
import mesh.proxy.cluster.health.ProbeTarget;

/** Checks over HTTP. */
record HttpHealthChecker(HttpCheckConfig config) implements HealthChecker {

  @Override
  public String type() {
    return "HTTP";
  }

  @Override
  public List<String> alpn() {
    return List.of(config.http2() ? "h2" : "http/1.1");
  }

  @Override
  public Probe probe(ProbeTarget target, ProbeContext context) {
    return new HttpProbe(config, target, context);
  }
}
