package mesh.pilot.serve;

import java.util.Arrays;
import java.util.Optional;

/** The types of resources, in the order in which a proxy should get them. */
public enum ResourceType {
  CLUSTER("envoy.config.cluster.v3.Cluster", true),
  ENDPOINT("envoy.config.endpoint.v3.ClusterLoadAssignment", false),
  LISTENER("envoy.config.listener.v3.Listener", true),
  ROUTE("envoy.config.route.v3.RouteConfiguration", false);

  private static final String PREFIX = "type.googleapis.com/";

  private final String typeUrl;
  private final boolean isWhole;

  ResourceType(String message, boolean isWhole) {
    this.typeUrl = PREFIX + message;
    this.isWhole = isWhole;
  }

  public String typeUrl() {
    return typeUrl;
  }

  /** Whether a response of the state of the world has all resources, so that what lacks is gone. */
  public boolean isWhole() {
    return isWhole;
  }

  /** By its URL; empty for types that we do not serve. */
  public static Optional<ResourceType> of(String typeUrl) {
    return Arrays.stream(values()).filter(type -> type.typeUrl.equals(typeUrl)).findFirst();
  }
}
