package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.dns.DnsClusterFactory;
import mesh.proxy.cluster.type.eds.EdsClusterFactory;
import mesh.proxy.cluster.type.fixed.FixedClusterFactory;
import mesh.proxy.cluster.type.logicaldns.LogicalDnsClusterFactory;
import mesh.proxy.cluster.type.strictdns.StrictDnsClusterFactory;
import mesh.proxy.xds.ConfigSources;

/** Every kind of cluster discovery we ship. */
public final class ClusterTypes {

  private ClusterTypes() {}

  /** All of them, over the sources of configuration. */
  public static List<ClusterTypeFactory<?>> of(ConfigSources sources) {
    return List.of( // alphabetical
        new DnsClusterFactory(),
        new EdsClusterFactory(sources),
        new FixedClusterFactory(),
        new LogicalDnsClusterFactory(),
        new StrictDnsClusterFactory());
  }
}
