package mesh.proxy.bootstrap.plain;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.proxy.config.Findings;

/** Writes the short form out as a bootstrap. */
public final class PlainBootstrap {

  private static final String PREFIX = "mesh.proxy.";

  private PlainBootstrap() {}

  /**
   * The bootstrap that says the same.
   *
   * @throws mesh.config.InvalidConfigException with all faults, by name of the property
   */
  public static Bootstrap of(List<ListenerProperties> listeners, List<ClusterProperties> clusters) {
    var findings = new Findings();
    var bootstrap = Bootstrap.newBuilder();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < clusters.size(); i++) {
      String field = PREFIX + "clusters[" + i + "]";
      if (!names.add(clusters.get(i).name())) {
        findings.fault(field + ".name", clusters.get(i).name(), "a name that no other cluster has");
      }
      bootstrap
          .getStaticResourcesBuilder()
          .addClusters(new PlainClusterConfig(field, findings).cluster(clusters.get(i)));
    }
    for (int i = 0; i < listeners.size(); i++) {
      var config = new PlainListenerConfig(PREFIX + "listeners[" + i + "]", names, findings);
      bootstrap.getStaticResourcesBuilder().addListeners(config.listener(listeners.get(i)));
    }
    findings.throwIfFaulty();
    return bootstrap.build();
  }
}
