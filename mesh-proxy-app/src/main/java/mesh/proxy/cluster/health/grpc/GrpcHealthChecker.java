package mesh.proxy.cluster.health.grpc;

import java.util.List;
import mesh.proxy.cluster.health.HealthChecker;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeContext;
import mesh.proxy.cluster.health.ProbeTarget;
import mesh.proxy.mutation.HeaderMutations;

/**
 * Checks over gRPC.
 *
 * @param service asked about; empty for the server as a whole
 * @param authority may be empty
 */
record GrpcHealthChecker(String service, String authority, HeaderMutations metadata)
    implements HealthChecker {

  @Override
  public String type() {
    return "GRPC";
  }

  @Override
  public List<String> alpn() {
    return List.of("h2");
  }

  @Override
  public Probe probe(ProbeTarget target, ProbeContext context) {
    return new GrpcProbe(this, target, context);
  }
}
