package mesh.proxy.filter.http.healthcheck;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class HealthCheckFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new HealthCheckFilterFactory();
  }

  @Override
  protected String junk() {
    return "{pass_through_mode: false, cache_time: 1s}";
  }

  @Override
  protected String junkRefusal() {
    return "cache_time: PT1S (expected: nothing where pass_through_mode is false)";
  }

  @Override
  protected String emptyConfigRefusal() {
    return "pass_through_mode: null (expected: true or false)";
  }
}
