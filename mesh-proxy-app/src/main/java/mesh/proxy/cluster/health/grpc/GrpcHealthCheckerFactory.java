package mesh.proxy.cluster.health.grpc;

import io.envoyproxy.envoy.config.core.v3.HealthCheck.GrpcHealthCheck;
import java.util.List;
import mesh.proxy.cluster.health.HealthChecker;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.config.Supported;
import mesh.proxy.mutation.MutationConfig;

/** Registers {@code envoy.health_checkers.grpc}. */
public final class GrpcHealthCheckerFactory implements HealthCheckerFactory<GrpcHealthCheck> {

  @Override
  public String name() {
    return "envoy.health_checkers.grpc";
  }

  @Override
  public GrpcHealthCheck prototype() {
    return GrpcHealthCheck.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(MutationConfig.SUPPORTED);
  }

  @Override
  public HealthChecker bind(GrpcHealthCheck proto) {
    return new GrpcHealthChecker(
        proto.getServiceName(),
        proto.getAuthority(),
        MutationConfig.parse("initial_metadata", proto.getInitialMetadataList(), List.of()));
  }
}
