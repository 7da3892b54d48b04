package mesh.proxy.filter.listener.originaldst;

import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.stats.Stats;

/** Registers {@code envoy.filters.listener.original_dst}. */
public final class OriginalDstFactory implements ListenerFilterFactory<OriginalDst> {

  @Override
  public String name() {
    return "envoy.filters.listener.original_dst";
  }

  @Override
  public OriginalDst prototype() {
    return OriginalDst.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(OriginalDst.getDefaultInstance());
  }

  @Override
  public Supplier<ListenerFilter> bind(OriginalDst config, Stats stats) {
    var filter = new OriginalDstFilter();
    return () -> filter;
  }
}
