package mesh.proxy.filter.http.cors;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;
import org.jspecify.annotations.Nullable;

class CorsFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new CorsFilterFactory();
  }

  @Override
  protected @Nullable String junk() {
    return null; // the message has no fields; routes' policies are refused in a story
  }
}
