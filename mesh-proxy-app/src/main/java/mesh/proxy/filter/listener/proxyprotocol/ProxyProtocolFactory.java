package mesh.proxy.filter.listener.proxyprotocol;

import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig.Version;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.filter.listener.proxyprotocol.ProxyProtocolFilter.Counts;
import mesh.proxy.stats.Stats;

/** Registers {@code envoy.filters.listener.proxy_protocol}. */
public final class ProxyProtocolFactory implements ListenerFilterFactory<ProxyProtocol> {

  @Override
  public String name() {
    return "envoy.filters.listener.proxy_protocol";
  }

  @Override
  public ProxyProtocol prototype() {
    return ProxyProtocol.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.of(ProxyProtocol.getDefaultInstance())
        .fields("allow_requests_without_proxy_protocol", "disallowed_versions", "stat_prefix");
  }

  @Override
  public Supplier<ListenerFilter> bind(ProxyProtocol config, Stats stats) {
    var disallowed = config.getDisallowedVersionsList();
    var filter =
        new ProxyProtocolFilter(
            config.getAllowRequestsWithoutProxyProtocol(),
            !disallowed.contains(Version.V1),
            !disallowed.contains(Version.V2),
            Counts.of(stats, config.getStatPrefix()));
    return () -> filter;
  }
}
