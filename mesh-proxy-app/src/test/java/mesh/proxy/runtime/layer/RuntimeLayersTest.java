package mesh.proxy.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeLayersTest {

  @TempDir private Path folder;
  private final Runtime runtime = new Runtime(bound -> 0);
  private final Stats stats = Stats.root();

  @Test
  void flattensAStaticLayer() throws Exception {
    layers(
        """
        {layers: [{name: "base", static_layer: {
          health_check: {min_interval: 5}, "tracing.random_sampling": 12.5, on: true, word: "x",
          share: {numerator: 3, denominator: "TEN_THOUSAND"}}}]}\
        """);

    assertThat(runtime.values())
        .containsOnly(
            Map.entry("health_check.min_interval", 5.0),
            Map.entry("tracing.random_sampling", 12.5),
            Map.entry("on", true),
            Map.entry("word", "x"),
            Map.entry("share", new FractionalPercent(3, 10_000)));
    assertThat(stats.gauge("runtime.num_keys").value()).isEqualTo(5);
  }

  @Test
  void readsFilesAsValues() throws Exception {
    write("v1/envoy/upstream/x", "# why\n42\n");
    write("v1/envoy/share", "numerator: 5\ndenominator: MILLION\n");
    write("v1/envoy/..data/hidden", "1");
    link("v1");

    layers(disk("subdirectory: \"envoy\""));

    assertThat(runtime.values())
        .containsOnly(
            Map.entry("upstream.x", 42.0), Map.entry("share", new FractionalPercent(5, 1_000_000)));
  }

  @Test
  void followsASwappedLink() throws Exception {
    write("v1/k", "1");
    write("v2/k", "2");
    link("v1");
    RuntimeLayers layers = layers(disk(""));

    link("v2");
    layers.checkDisk();

    assertThat(runtime.number("k", 0)).isEqualTo(2);
    assertThat(stats.counter("runtime.load_success").value()).isEqualTo(2);
    layers.checkDisk();
    assertThat(stats.counter("runtime.load_success").value()).isEqualTo(2);
  }

  @Test
  void readsTheFolderOfTheServiceCluster() throws Exception {
    write("v1/front/k", "7");
    link("v1");

    layers(disk("append_service_cluster: true"));

    assertThat(runtime.number("k", 0)).isEqualTo(7);
    assertThat(stats.gauge("runtime.num_layers").value()).isEqualTo(1);
  }

  @Test
  void takesFilesThatChangeInPlaceOnceTheyRest() throws Exception {
    write("v1/k", "1");
    link("v1");
    RuntimeLayers layers = layers(disk(""));

    write("v1/k", "22");
    layers.checkDisk();
    assertThat(runtime.number("k", 0)).isEqualTo(1);
    write("v1/more", "3");
    layers.checkDisk();
    assertThat(runtime.number("k", 0)).isEqualTo(1);
    layers.checkDisk();

    assertThat(runtime.number("k", 0)).isEqualTo(22);
    assertThat(runtime.number("more", 0)).isEqualTo(3);
    layers.checkDisk();
    assertThat(stats.counter("runtime.load_success").value()).isEqualTo(2);
  }

  @Test
  void leavesOutAFolderThatIsNotThereUntilItIs() throws Exception {
    RuntimeLayers layers = layers(disk(""));
    assertThat(layers.names()).isEmpty();
    assertThat(stats.gauge("runtime.num_layers").value()).isZero();

    write("v1/k", "1");
    link("v1");
    layers.checkDisk();

    assertThat(layers.names()).containsExactly("disk");
    assertThat(layers.entries()).containsKey("k");
  }

  @Test
  void keepsTheLastValuesOfAFolderThatCannotBeRead() throws Exception {
    write("v1/k", "1");
    link("v1");
    RuntimeLayers layers = layers(disk(""));

    write("v2/k", "x".repeat(70_000));
    link("v2");
    layers.checkDisk();

    assertThat(runtime.number("k", 0)).isEqualTo(1);
    assertThat(stats.counter("runtime.load_error").value()).isEqualTo(1);
    assertThat(stats.counter("runtime.load_success").value()).isEqualTo(1);
  }

  @Test
  void letsPeopleOverrideAndTakeBack() throws Exception {
    RuntimeLayers layers =
        layers(
            "{layers: [{name: \"base\", static_layer: {a: 1}}, {name: \"admin\", admin_layer:"
                + " {}}]}");

    assertThat(layers.modify(Map.of("a", "2", "b", "true"))).isTrue();

    assertThat(runtime.number("a", 0)).isEqualTo(2);
    assertThat(runtime.flag("b", false)).isTrue();
    assertThat(layers.names()).containsExactly("base", "admin");
    assertThat(layers.entries().get("a"))
        .isEqualTo(new RuntimeLayers.Entry("2", List.of("1", "2")));
    assertThat(stats.gauge("runtime.admin_overrides_active").value()).isEqualTo(1);

    layers.modify(Map.of("a", "", "b", ""));
    assertThat(stats.gauge("runtime.admin_overrides_active").value()).isZero();

    assertThat(runtime.number("a", 0)).isEqualTo(1);
    assertThat(runtime.value("b")).isNull();
  }

  @Test
  void saysThatThereIsNoAdminLayer() throws Exception {
    assertThat(layers("{layers: []}").modify(Map.of("a", "1"))).isFalse();
  }

  @Test
  void refusesWhatItCannotHonour() {
    assertThatThrownBy(() -> layers("{layers: [{name: \"r\", rtds_layer: {name: \"x\"}}]}"))
        .hasMessage(
            "layers[0].rtds_layer.rtds_config.config_source_specifier:"
                + " CONFIGSOURCESPECIFIER_NOT_SET (expected: path_config_source, api_config_source"
                + " or ads)");
    assertThatThrownBy(
            () ->
                layers(
                    "{layers: [{name: \"a\", admin_layer: {}}, {name: \"b\", admin_layer: {}}]}"))
        .hasMessage("layers[1].admin_layer: b (expected: at most one admin_layer)");
    assertThatThrownBy(
            () ->
                layers(
                    "{layers: [{name: \"a\", admin_layer: {}}, {name: \"a\", static_layer: {}}]}"))
        .hasMessage("layers[1].name: a (expected: a name that no other layer has)");
    assertThatThrownBy(() -> layers("{layers: [{name: \"a\", static_layer: {x: {y: [1]}}}]}"))
        .hasMessage(
            "layers[0].static_layer.x.y: [1.0] (expected: a number, string, boolean, share or"
                + " struct of those)");
    assertThatThrownBy(() -> layers("{layers: [{name: \"a\"}]}"))
        .hasMessage(
            "layers[0].layer_specifier: null (expected: one of static_layer, disk_layer,"
                + " admin_layer, rtds_layer)");
  }

  private RuntimeLayers layers(String json) throws IOException {
    var proto = LayeredRuntime.newBuilder();
    JsonFormat.parser().merge(json, proto);
    return new RuntimeLayers(LayerConfig.parse(proto.build(), "front"), runtime, stats);
  }

  private String disk(String more) {
    return "{layers: [{name: \"disk\", disk_layer: {symlink_root: \""
        + folder.resolve("current")
        + "\""
        + (more.isEmpty() ? "" : ", " + more)
        + "}}]}";
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private void link(String target) throws IOException {
    Files.deleteIfExists(folder.resolve("current"));
    Files.createSymbolicLink(folder.resolve("current"), Path.of(target));
  }
}
