package mesh.proxy.xds.source;

import java.util.Map;
import mesh.proxy.config.proto.MessageTypes;

/** Names of the methods of xDS. */
final class Methods {

  static final String AGGREGATED =
      "envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources";
  static final String DELTA_AGGREGATED =
      "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources";

  private static final Map<String, Method> BY_TYPE =
      Map.of(
          "envoy.config.listener.v3.Listener",
          new Method("envoy.service.listener.v3.ListenerDiscoveryService", "Listeners"),
          "envoy.config.cluster.v3.Cluster",
          new Method("envoy.service.cluster.v3.ClusterDiscoveryService", "Clusters"),
          "envoy.config.endpoint.v3.ClusterLoadAssignment",
          new Method("envoy.service.endpoint.v3.EndpointDiscoveryService", "Endpoints"),
          "envoy.config.route.v3.RouteConfiguration",
          new Method("envoy.service.route.v3.RouteDiscoveryService", "Routes"),
          "envoy.extensions.transport_sockets.tls.v3.Secret",
          new Method("envoy.service.secret.v3.SecretDiscoveryService", "Secrets"),
          "envoy.service.runtime.v3.Runtime",
          new Method("envoy.service.runtime.v3.RuntimeDiscoveryService", "Runtime"));

  private Methods() {}

  private record Method(String service, String resources) {}

  static String stream(String typeUrl) {
    Method method = of(typeUrl);
    return method.service() + "/Stream" + method.resources();
  }

  static String delta(String typeUrl) {
    Method method = of(typeUrl);
    return method.service() + "/Delta" + method.resources();
  }

  private static Method of(String typeUrl) {
    Method method = BY_TYPE.get(MessageTypes.name(typeUrl));
    if (method == null) {
      throw new IllegalArgumentException("No service for " + typeUrl);
    }
    return method;
  }
}
