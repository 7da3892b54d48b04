package mesh.proxy.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.config.Supported;
import mesh.proxy.stats.Stats;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Update;
import mesh.proxy.xds.XdsResourceContract;
import org.junit.jupiter.api.Test;

class RuntimeResourceTest extends XdsResourceContract<Runtime> {

  private final mesh.proxy.runtime.Runtime runtime = new mesh.proxy.runtime.Runtime(bound -> 0);
  private final RuntimeLayers layers =
      new RuntimeLayers(
          LayerConfig.parse(
              ProtoYaml.parse(
                  LayeredRuntime.getDefaultInstance(),
                  """
                  layers:
                  - {name: below, static_layer: {a: 1, b: 1}}
                  - {name: far, rtds_layer: {name: values, rtds_config: {path: /nowhere}}}
                  - {name: above, static_layer: {b: 3}}
                  """),
              ""),
          runtime,
          Stats.root());
  private final AtomicInteger answers = new AtomicInteger();
  private final RuntimeResource resource =
      new RuntimeResource(layers, layers.subscribed().get(1), answers::incrementAndGet);

  @Override
  protected ResourceType<Runtime> type() {
    return RuntimeResource.TYPE;
  }

  @Override
  protected Supported supported() {
    return RuntimeResource.SUPPORTED;
  }

  @Override
  protected Runtime named(String name) {
    return Runtime.newBuilder().setName(name).build();
  }

  @Test
  void standsBetweenTheLayersBelowAndAbove() {
    resource.update(update(number("a", 2), number("b", 2)));

    assertThat(runtime.values()).containsOnly(Map.entry("a", 2.0), Map.entry("b", 3.0));
    assertThat(layers.entries().get("b"))
        .isEqualTo(new RuntimeLayers.Entry("3", List.of("1", "2", "3")));
    assertThat(answers).hasValue(1);
  }

  @Test
  void isEmptyAgainWhenTheServerTakesItAway() {
    resource.update(update(number("a", 2)));

    resource.update(new Update<>(List.of(), List.of("values"), "2"));

    assertThat(runtime.number("a", 0)).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoValueByItsKeyAndKeepsTheLast() {
    resource.update(update(number("a", 2)));
    var list = Value.newBuilder().setListValue(ListValue.getDefaultInstance()).build();

    assertThatThrownBy(() -> resource.update(update(Map.entry("c", list))))
        .isInstanceOf(RefusedUpdateException.class)
        .hasMessage(
            "values: layer.c: [] (expected: a number, string, boolean, share or struct of those)");

    assertThat(runtime.number("a", 0)).isEqualTo(2);
    assertThat(answers).hasValue(2);
  }

  private static Map.Entry<String, Value> number(String key, double value) {
    return Map.entry(key, Value.newBuilder().setNumberValue(value).build());
  }

  @SafeVarargs
  private static Update<Runtime> update(Map.Entry<String, Value>... values) {
    var message =
        Runtime.newBuilder()
            .setName("values")
            .setLayer(Struct.newBuilder().putAllFields(Map.ofEntries(values)))
            .build();
    return new Update<>(
        List.of(new Resource<>(0, "values", "1", Any.pack(message), message)), List.of(), "1");
  }
}
