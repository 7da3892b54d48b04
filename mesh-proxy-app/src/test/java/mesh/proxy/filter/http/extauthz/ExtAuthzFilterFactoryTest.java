package mesh.proxy.filter.http.extauthz;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class ExtAuthzFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new ExtAuthzFilterFactory();
  }

  @Override
  protected String junk() {
    return "{grpc_service: {envoy_grpc: {cluster_name: a}}, with_request_body: {}}";
  }

  @Override
  protected String junkRefusal() {
    return "with_request_body.max_request_bytes: 0 (expected: 1 to 2147483647)";
  }

  @Override
  protected String emptyConfigRefusal() {
    return "services: SERVICES_NOT_SET (expected: grpc_service)";
  }
}
