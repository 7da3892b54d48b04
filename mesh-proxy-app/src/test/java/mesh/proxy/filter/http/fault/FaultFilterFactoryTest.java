package mesh.proxy.filter.http.fault;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class FaultFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new FaultFilterFactory();
  }

  @Override
  protected String junk() {
    return "{abort: {http_status: 600, percentage: {numerator: 1}}}";
  }

  @Override
  protected String junkRefusal() {
    return "abort.http_status: 600 (expected: 200..599)";
  }
}
