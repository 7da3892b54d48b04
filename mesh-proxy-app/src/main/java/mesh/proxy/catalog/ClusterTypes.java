package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.dns.DnsClusterFactory;
import mesh.proxy.cluster.type.fixed.FixedClusterFactory;
import mesh.proxy.cluster.type.logicaldns.LogicalDnsClusterFactory;
import mesh.proxy.cluster.type.strictdns.StrictDnsClusterFactory;

/** Every kind of cluster discovery we ship. */
public final class ClusterTypes {

  public static final List<ClusterTypeFactory<?>> ALL =
      List.of( // alphabetical
          new DnsClusterFactory(),
          new FixedClusterFactory(),
          new LogicalDnsClusterFactory(),
          new StrictDnsClusterFactory());

  private ClusterTypes() {}
}
