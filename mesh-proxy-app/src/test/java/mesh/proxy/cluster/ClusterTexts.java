package mesh.proxy.cluster;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/** Clusters as protobuf text, for tests. */
public final class ClusterTexts {

  private static final TextFormat.Parser PARSER =
      TextFormat.Parser.newBuilder()
          .setTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(DnsCluster.getDescriptor())
                  .add(CaresDnsResolverConfig.getDescriptor())
                  .add(HttpProtocolOptions.getDescriptor())
                  .build())
          .build();

  private ClusterTexts() {}

  /** A cluster named {@code backend}. */
  public static Cluster cluster(String text) {
    return merge(Cluster.newBuilder().setName("backend"), text).build();
  }

  /** Two endpoints on loopback, ports 8001 and 8002. */
  public static final String TWO_HOSTS =
      """
      load_assignment { cluster_name: "backend" endpoints {
        lb_endpoints { endpoint { address { socket_address { address: "127.0.0.1" port_value: 8001 } } } }
        lb_endpoints { endpoint { address { socket_address { address: "127.0.0.1" port_value: 8002 } } } }
      } }
      """;

  /** Puts options of HTTP into a cluster. */
  public static Cluster withHttp(Cluster cluster, Message options) {
    return cluster.toBuilder()
        .putTypedExtensionProtocolOptions(
            options.getDescriptorForType().getFullName(), Any.pack(options))
        .build();
  }

  /** Reads a message of any type. */
  @SuppressWarnings("unchecked") // a builder of M builds M
  public static <M extends Message> M message(M prototype, String text) {
    return (M) merge(prototype.newBuilderForType(), text).build();
  }

  private static <B extends Message.Builder> B merge(B builder, String text) {
    try {
      PARSER.merge(text, builder);
      return builder;
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
