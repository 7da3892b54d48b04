package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.cluster.health.grpc.GrpcHealthCheckerFactory;
import mesh.proxy.cluster.health.http.HttpHealthCheckerFactory;
import mesh.proxy.cluster.health.tcp.TcpHealthCheckerFactory;

/** Every protocol of health checks we ship. */
public final class HealthCheckers {

  public static final List<HealthCheckerFactory<?>> ALL =
      List.of( // alphabetical
          new GrpcHealthCheckerFactory(),
          new HttpHealthCheckerFactory(),
          new TcpHealthCheckerFactory());

  private HealthCheckers() {}
}
