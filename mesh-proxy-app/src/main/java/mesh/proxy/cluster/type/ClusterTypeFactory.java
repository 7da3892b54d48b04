package mesh.proxy.cluster.type;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.function.Function;
import mesh.proxy.config.Supported;

/**
 * Registers one kind of discovery.
 *
 * @param <P> the message in {@code cluster_type.typed_config}; {@code google.protobuf.Empty} if the
 *     kind reads the fields of {@code Cluster} alone
 */
public interface ClusterTypeFactory<P extends Message> {

  /** The name in Envoy's documentation, such as {@code envoy.cluster.strict_dns}. */
  String name();

  /** An empty config message. */
  P prototype();

  /** The fields of {@code typed_config} that are honoured. */
  Supported supported();

  /** True if the cluster's endpoints are chosen by {@link EndpointSource#chooser()}. */
  default boolean choosesEndpoints() {
    return false;
  }

  /**
   * Validates once, at load.
   *
   * @param cluster all of the cluster, for the fields that belong to this kind
   * @return makes the source when the cluster begins to live
   * @throws mesh.config.InvalidConfigException fields relative to {@code Cluster}
   */
  Function<SourceContext, EndpointSource> bind(Cluster cluster, P config);
}
