package mesh.proxy.filter.http.buffer;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;
import org.jspecify.annotations.Nullable;

class BufferFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new BufferFilterFactory();
  }

  @Override
  protected String junk() {
    return "{max_request_bytes: 0}";
  }

  @Override
  protected String junkRefusal() {
    return "max_request_bytes: 0 (expected: 1..2^31-1)";
  }

  @Override
  protected @Nullable String emptyConfigRefusal() {
    return "max_request_bytes: null (expected: 1..2^31-1)";
  }
}
