package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.config.InvalidConfigException;
import mesh.proxy.bootstrap.plain.PlainBootstrap;
import mesh.proxy.bootstrap.tree.BootstrapTree;
import mesh.proxy.bootstrap.tree.PlacedTree;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.read.Reading;
import mesh.proxy.config.rule.ProtoRules;
import mesh.proxy.config.yaml.YamlText;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads the bootstrap from wherever it is written: a file, properties, or the short form. */
final class BootstrapReader {

  private static final String FILE = "mesh.proxy.config";
  private static final String LISTS = "mesh.proxy.listeners or clusters";

  private BootstrapReader() {}

  /**
   * Reads the one bootstrap that there is.
   *
   * @return empty if nothing says where traffic goes
   * @throws InvalidConfigException with all faults and their places; also if two forms are used
   */
  static Optional<Reading<Bootstrap>> read(
      ProxyProperties properties, ConfigurableEnvironment environment) {
    PlacedTree tree = BootstrapTree.of(environment);
    boolean isPlain = !properties.listeners().isEmpty() || !properties.clusters().isEmpty();
    Path file = properties.config();
    if (file != null) {
      refuseBeside(FILE, !tree.isEmpty(), BootstrapTree.PREFIX);
      refuseBeside(FILE, isPlain, LISTS);
      return Optional.of(read(file));
    }
    if (!tree.isEmpty()) {
      refuseBeside(BootstrapTree.PREFIX, isPlain, LISTS);
      return Optional.of(ConfigReader.read(tree.root(), Bootstrap.getDefaultInstance(), tree));
    }
    return isPlain ? Optional.of(read(properties)) : Optional.empty();
  }

  private static Reading<Bootstrap> read(ProxyProperties properties) {
    Bootstrap bootstrap = PlainBootstrap.of(properties.listeners(), properties.clusters());
    ProtoRules.check(bootstrap);
    return new Reading<>(bootstrap, List.of(), paths -> Map.of());
  }

  private static Reading<Bootstrap> read(Path file) {
    try {
      return ConfigReader.read(YamlText.of(file), Bootstrap.getDefaultInstance());
    } catch (IOException e) {
      throw new InvalidConfigException(FILE, file, "a file that can be read; " + reason(file, e));
    }
  }

  private static String reason(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "this is a folder";
    }
    if (!Files.exists(file)) {
      return "there is none of that name";
    }
    return Files.isReadable(file) ? String.valueOf(e.getMessage()) : "its permissions forbid it";
  }

  private static void refuseBeside(String chosen, boolean isUsed, String property) {
    if (isUsed) {
      throw new InvalidConfigException(property, "set", "nothing: " + chosen + " is set as well");
    }
  }
}
