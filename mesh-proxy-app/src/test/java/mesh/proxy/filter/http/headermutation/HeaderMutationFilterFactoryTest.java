package mesh.proxy.filter.http.headermutation;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class HeaderMutationFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new HeaderMutationFilterFactory();
  }

  @Override
  protected String junk() {
    return "{mutations: {request_mutations: [{remove: a}, {append: {header: {key: Host, value:"
        + " b}}}]}}";
  }

  @Override
  protected String junkRefusal() {
    return "mutations.request_mutations[1].append.header.key: Host (expected: a header field that"
        + " is neither host nor starts with a colon)";
  }
}
