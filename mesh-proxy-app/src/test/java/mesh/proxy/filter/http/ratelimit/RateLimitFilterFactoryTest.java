package mesh.proxy.filter.http.ratelimit;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class RateLimitFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new RateLimitFilterFactory();
  }

  @Override
  protected String junk() {
    return "{domain: a, rate_limit_service: {grpc_service: {google_grpc: {target_uri: a}}}}";
  }

  @Override
  protected String junkRefusal() {
    return "rate_limit_service.grpc_service.target_specifier: GOOGLE_GRPC"
        + " (expected: envoy_grpc: the service must be a cluster)";
  }

  @Override
  protected String emptyConfigRefusal() {
    return "domain:  (expected: a name that the service knows)";
  }
}
