package mesh.proxy.filter.http.metadataexchange;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class MetadataExchangeFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new MetadataExchangeFactory();
  }

  @Override
  protected String junk() {
    return "{upstream_discovery: [{}]}";
  }

  @Override
  protected String junkRefusal() {
    return "upstream_discovery[0].method_specifier: null (expected: one of istio_headers,"
        + " workload_discovery)";
  }
}
