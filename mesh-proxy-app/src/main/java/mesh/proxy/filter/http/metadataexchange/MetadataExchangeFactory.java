package mesh.proxy.filter.http.metadataexchange;

import istio.peermetadata.Config;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.workload.LocalNode;
import mesh.proxy.workload.PeerCache;

/** Registers {@code istio.metadata_exchange}. */
public final class MetadataExchangeFactory implements HttpFilterFactory<Config> {

  @Override
  public String name() {
    return "istio.metadata_exchange";
  }

  @Override
  public Config prototype() {
    return Config.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return MetadataExchangeConfig.SUPPORTED;
  }

  @Override
  public Supplier<HttpFilter> bind(Config proto, FilterContext context) {
    MetadataExchangeConfig config = MetadataExchangeConfig.parse(proto);
    LocalNode node = context.serviceMetrics().node();
    var peers = new PeerCache();
    return () -> new MetadataExchangeFilter(config, node, peers);
  }
}
