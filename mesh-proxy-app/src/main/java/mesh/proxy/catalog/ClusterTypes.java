package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.fixed.FixedClusterFactory;

/** Every kind of cluster discovery we ship. */
public final class ClusterTypes {

  public static final List<ClusterTypeFactory<?>> ALL =
      List.of(new FixedClusterFactory()); // alphabetical

  private ClusterTypes() {}
}
