package mesh.proxy.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.Supported;
import mesh.proxy.config.proto.MessageTypes;
import org.junit.jupiter.api.Test;

/** What every type of resource must be. */
public abstract class XdsResourceContract<M extends Message> {

  private static final Map<String, Boolean> WHOLE_SETS =
      Map.of(
          "envoy.config.listener.v3.Listener", true,
          "envoy.config.cluster.v3.Cluster", true,
          "envoy.config.route.v3.RouteConfiguration", false,
          "envoy.config.endpoint.v3.ClusterLoadAssignment", false,
          "envoy.extensions.transport_sockets.tls.v3.Secret", false,
          "envoy.service.runtime.v3.Runtime", false);

  /** The type as its room registers it. */
  protected abstract ResourceType<M> type();

  /** The fields that the room honours. */
  protected abstract Supported supported();

  /** A message of that name. */
  protected abstract M named(String name);

  @Test
  void saysItsTypeAsServersDo() {
    String name = type().prototype().getDescriptorForType().getFullName();

    assertThat(type().typeUrl()).isEqualTo("type.googleapis.com/" + name);
    assertThat(MessageTypes.find(type().typeUrl())).isPresent();
  }

  @Test
  void findsTheNameOfAResource() {
    assertThat(type().name().apply(named("shop"))).isEqualTo("shop");
    assertThat(type().name().apply(type().prototype())).isEmpty();
  }

  @Test
  void onlyListenersAndClustersGoByNotBeingNamed() {
    String name = type().prototype().getDescriptorForType().getFullName();

    assertThat(type().isWholeSet()).isEqualTo(WHOLE_SETS.get(name));
  }

  @Test
  void everyMessageBelowIsDeclared() {
    assertThat(supported().undeclared()).isEqualTo(List.of());
  }
}
