package mesh.proxy.cluster.type.dns;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import java.util.function.Function;
import mesh.proxy.cluster.dns.DnsConfig;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.cluster.type.logicaldns.LogicalDnsClusterFactory;
import mesh.proxy.cluster.type.strictdns.StrictDnsClusterFactory;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.cluster.dns}. */
public final class DnsClusterFactory implements ClusterTypeFactory<DnsCluster> {

  @Override
  public String name() {
    return "envoy.cluster.dns";
  }

  @Override
  public DnsCluster prototype() {
    return DnsCluster.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype())
        .and(Supported.all(DnsCluster.RefreshRate.getDefaultInstance()));
  }

  @Override
  public Function<SourceContext, EndpointSource> bind(Cluster cluster, DnsCluster config) {
    DnsConfig dns = DnsConfig.parse(config, cluster);
    return config.getAllAddressesInSingleEndpoint()
        ? LogicalDnsClusterFactory.bind(cluster, dns)
        : StrictDnsClusterFactory.bind(cluster, dns);
  }
}
