package mesh.proxy.cluster.health.http;

import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.type.v3.Int64Range;
import mesh.proxy.cluster.health.HealthChecker;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.cluster.health.PayloadConfig;
import mesh.proxy.config.Supported;
import mesh.proxy.match.StringMatchConfig;
import mesh.proxy.mutation.MutationConfig;

/** Registers {@code envoy.health_checkers.http}. */
public final class HttpHealthCheckerFactory implements HealthCheckerFactory<HttpHealthCheck> {

  @Override
  public String name() {
    return "envoy.health_checkers.http";
  }

  @Override
  public HttpHealthCheck prototype() {
    return HttpHealthCheck.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype())
        .and(
            PayloadConfig.SUPPORTED,
            MutationConfig.SUPPORTED,
            StringMatchConfig.SUPPORTED,
            Supported.all(Int64Range.getDefaultInstance()));
  }

  @Override
  public HealthChecker bind(HttpHealthCheck proto) {
    return new HttpHealthChecker(HttpCheckConfig.parse(proto));
  }
}
