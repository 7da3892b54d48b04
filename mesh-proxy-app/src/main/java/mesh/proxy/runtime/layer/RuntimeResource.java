package mesh.proxy.runtime.layer;

import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import java.util.Map;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Update;

/** One runtime layer that comes from elsewhere (RTDS). Called on the configuration thread. */
public final class RuntimeResource implements Subscriber<Runtime> {

  /** As a server knows it. */
  public static final ResourceType<Runtime> TYPE =
      new ResourceType<>(Runtime.getDefaultInstance(), Runtime::getName, false);

  static final Supported SUPPORTED = Supported.all(Runtime.getDefaultInstance());

  private final RuntimeLayers layers;
  private final LayerConfig.Rtds layer;
  private final Runnable onFirstAnswer;

  /**
   * A subscriber.
   *
   * @param onFirstAnswer also called again, and when none will come for now
   */
  public RuntimeResource(RuntimeLayers layers, LayerConfig.Rtds layer, Runnable onFirstAnswer) {
    this.layers = layers;
    this.layer = layer;
    this.onFirstAnswer = onFirstAnswer;
  }

  @Override
  public void update(Update<Runtime> update) {
    try {
      update.forEach(
          resource -> {
            Runtime proto = TypedConfig.checked(resource.message(), SUPPORTED);
            layers.take(
                layer,
                ProtoValue.under("layer", () -> Map.copyOf(LayerConfig.values(proto.getLayer()))));
          });
      if (!update.removed().isEmpty()) {
        layers.take(layer, Map.of());
      }
    } finally {
      onFirstAnswer.run(); // a wrong layer must not keep the proxy from starting
    }
  }

  @Override
  public void unavailable() {
    onFirstAnswer.run();
  }
}
