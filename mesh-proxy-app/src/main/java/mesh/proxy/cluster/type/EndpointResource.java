package mesh.proxy.cluster.type;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.function.Consumer;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Update;

/** Endpoints of one cluster that come and go while the proxy runs (EDS). */
public final class EndpointResource implements Subscriber<ClusterLoadAssignment> {

  /** As a server knows it. */
  public static final ResourceType<ClusterLoadAssignment> TYPE =
      new ResourceType<>(
          ClusterLoadAssignment.getDefaultInstance(), ClusterLoadAssignment::getClusterName, false);

  private final Consumer<Assignment> onAssignment;
  private final Runnable onUnavailable;

  /** A subscriber; both are called on the configuration thread. */
  public EndpointResource(Consumer<Assignment> onAssignment, Runnable onUnavailable) {
    this.onAssignment = onAssignment;
    this.onUnavailable = onUnavailable;
  }

  @Override
  public void update(Update<ClusterLoadAssignment> update) {
    update.forEach(
        resource ->
            onAssignment.accept(
                AssignmentConfig.parse(
                        TypedConfig.checked(resource.message(), AssignmentConfig.SUPPORTED))
                    .asWritten()));
    if (!update.removed().isEmpty()) {
      onUnavailable.run(); // as Envoy: its endpoints stay until the cluster goes
    }
  }

  @Override
  public void unavailable() {
    onUnavailable.run();
  }
}
