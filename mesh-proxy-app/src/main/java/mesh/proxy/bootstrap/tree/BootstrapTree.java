package mesh.proxy.bootstrap.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.yaml.PlainText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;

/**
 * Reads everything below {@code mesh.proxy.bootstrap} as it is written.
 *
 * <p>Spring's binder takes keys apart at dots and drops signs such as {@code @}, which would lose
 * the names of filters and types. So YAML files are read again, only the part in question; single
 * properties ({@code --mesh.proxy.bootstrap.admin.address...}) are laid over them. As everywhere in
 * Spring, stronger sources come last, maps are merged, and a list in a YAML file replaces the
 * weaker one. A property with an index changes that element alone.
 */
public final class BootstrapTree {

  /** The property that holds the tree. */
  public static final String PREFIX = "mesh.proxy.bootstrap";

  private static final String ENVIRONMENT_PREFIX = "MESH_PROXY_BOOTSTRAP_";

  private final ConfigurableEnvironment environment;
  private final PlacedTree tree = new PlacedTree();

  private BootstrapTree(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Reads the tree; {@code ${...}} in its values is resolved.
   *
   * @return empty if there is no such property
   * @throws InvalidConfigException if a source cannot be read as a tree
   */
  public static PlacedTree of(ConfigurableEnvironment environment) {
    var reading = new BootstrapTree(environment);
    List<PropertySource<?>> weakestFirst =
        environment.getPropertySources().stream().toList().reversed();
    for (PropertySource<?> source : weakestFirst) {
      if (source instanceof EnumerablePropertySource<?> names) {
        reading.add(names);
      }
    }
    return reading.tree;
  }

  private void add(EnumerablePropertySource<?> source) {
    if (source instanceof SystemEnvironmentPropertySource) {
      Arrays.stream(source.getPropertyNames()).forEach(BootstrapTree::refuseEnvironment);
      return;
    }
    List<String> names =
        Arrays.stream(source.getPropertyNames()).filter(BootstrapTree::isBelow).toList();
    if (names.isEmpty()) {
      return;
    }
    TextResourceOrigin yaml = yamlOrigin(source, names.getFirst());
    if (yaml == null) {
      names.forEach(name -> addProperty(source, name));
    } else {
      addYaml(yaml);
    }
  }

  private void addYaml(TextResourceOrigin origin) {
    Resource resource = origin.getResource();
    if (resource == null) {
      return;
    }
    try (var in = resource.getInputStream()) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var file = new YamlPart(String.valueOf(resource.getFilename()), text);
      int line = origin.getLocation() == null ? 0 : origin.getLocation().getLine();
      file.copy(PREFIX, line, tree, this::resolved);
    } catch (IOException e) {
      throw new InvalidConfigException(PREFIX, e.getMessage(), "a readable " + resource);
    }
  }

  private void addProperty(EnumerablePropertySource<?> source, String name) {
    Object value = source.getProperty(name);
    String place = source.getName();
    Origin origin = OriginLookup.getOrigin(source, name);
    if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
      place = YamlPart.place(String.valueOf(text.getResource().getFilename()), text);
    }
    List<Object> steps = PropertyNames.steps(name.substring(PREFIX.length()));
    if (steps.isEmpty()) {
      throw new InvalidConfigException(PREFIX, value, "a mapping").at(place);
    }
    tree.put(steps, value instanceof CharSequence text ? resolved(text.toString()) : value, place);
  }

  /** Plain, for nothing says any more if there were quotes. */
  private PlainText resolved(String text) {
    return new PlainText(environment.resolveRequiredPlaceholders(text));
  }

  private static @Nullable TextResourceOrigin yamlOrigin(PropertySource<?> source, String name) {
    if (OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin origin
        && origin.getResource() != null) {
      String file = String.valueOf(origin.getResource().getFilename()).toLowerCase(Locale.ROOT);
      return file.endsWith(".yml") || file.endsWith(".yaml") ? origin : null;
    }
    return null;
  }

  private static boolean isBelow(String name) {
    return name.startsWith(PREFIX)
        && (name.length() == PREFIX.length() || ".[".indexOf(name.charAt(PREFIX.length())) >= 0);
  }

  private static void refuseEnvironment(String name) {
    if (name.toUpperCase(Locale.ROOT).startsWith(ENVIRONMENT_PREFIX)) {
      throw new InvalidConfigException(
          name,
          "a variable",
          "${...} inside " + PREFIX + ": a variable's name has no dots or case");
    }
  }
}
