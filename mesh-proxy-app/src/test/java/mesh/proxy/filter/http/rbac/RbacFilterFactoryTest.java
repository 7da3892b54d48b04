package mesh.proxy.filter.http.rbac;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class RbacFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new RbacFilterFactory();
  }

  @Override
  protected String junk() {
    return "{rules: {policies: {p: {permissions: [{any: true}]}}}}";
  }

  @Override
  protected String junkRefusal() {
    return "rules.policies[\"p\"].principals: [] (expected: at least one)";
  }
}
