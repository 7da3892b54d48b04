package mesh.proxy.cluster.type.eds;

import com.google.protobuf.Empty;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ConfigSource;
import mesh.proxy.xds.ConfigSources;

/** Registers {@code envoy.cluster.eds}. */
public final class EdsClusterFactory implements ClusterTypeFactory<Empty> {

  private final ConfigSources sources;

  public EdsClusterFactory(ConfigSources sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "envoy.cluster.eds";
  }

  @Override
  public Empty prototype() {
    return Empty.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.none();
  }

  @Override
  public Function<SourceContext, EndpointSource> bind(Cluster cluster, Empty config) {
    if (!cluster.hasEdsClusterConfig()) {
      throw new InvalidConfigException("eds_cluster_config", null, "set: type is EDS");
    }
    if (cluster.hasLoadAssignment()) {
      throw new InvalidConfigException("load_assignment", "set", "nothing: type is EDS");
    }
    var eds = cluster.getEdsClusterConfig();
    ConfigSource source =
        ProtoValue.under(
            "eds_cluster_config.eds_config",
            () -> {
              ConfigSource read = ConfigSource.parse(eds.getEdsConfig());
              sources.check(read);
              return read;
            });
    String name = eds.getServiceName().isEmpty() ? cluster.getName() : eds.getServiceName();
    return context -> new EdsSource(sources, source, name, context);
  }
}
