package mesh.proxy.filter.listener.httpinspector;

import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.stats.Stats;

/** Registers {@code envoy.filters.listener.http_inspector}. */
public final class HttpInspectorFactory implements ListenerFilterFactory<HttpInspector> {

  @Override
  public String name() {
    return "envoy.filters.listener.http_inspector";
  }

  @Override
  public HttpInspector prototype() {
    return HttpInspector.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(HttpInspector.getDefaultInstance());
  }

  @Override
  public Supplier<ListenerFilter> bind(HttpInspector config, Stats stats) {
    var filter = new HttpInspectorFilter(HttpInspectorFilter.Found.of(stats));
    return () -> filter;
  }
}
