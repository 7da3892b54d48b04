package mesh.pilot.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.pilot.source.RuleText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;

/**
 * Rules in a block of text of a YAML file. They are moved to where they stand in the file, so that
 * lines and columns of messages are those of the file.
 */
final class RulesProperty {

  private static final String NAME = "mesh.pilot.rules";

  private RulesProperty() {}

  static RuleText read(Environment environment, String text) {
    var rules = new RuleText();
    ConfigurationProperty property = property(environment);
    Origin origin = origin(property);
    if (origin instanceof TextResourceOrigin file
        && file.getResource() != null
        && file.getLocation() != null) {
      TextResourceOrigin.Location location = file.getLocation();
      Resource resource = file.getResource();
      List<String> lines = lines(resource);
      int at = location.getLine(); // from 0
      if (isBlock(lines, at, location.getColumn())) {
        rules.add(name(resource), moved(text, at + 1, indent(lines, at + 1)));
        return rules;
      }
    }
    rules.add(NAME, text);
    return rules;
  }

  private static @Nullable Origin origin(@Nullable ConfigurationProperty property) {
    Origin origin = property == null ? null : property.getOrigin();
    return origin instanceof PropertySourceOrigin source ? source.getOrigin() : origin;
  }

  private static @Nullable ConfigurationProperty property(Environment environment) {
    var name = ConfigurationPropertyName.of(NAME);
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null) {
        return property;
      }
    }
    return null;
  }

  private static String moved(String text, int linesBefore, int columnsBefore) {
    var moved = new StringBuilder("\n".repeat(linesBefore));
    text.lines().forEach(line -> moved.append(" ".repeat(columnsBefore)).append(line).append('\n'));
    return moved.toString();
  }

  // Only in a literal block is a line of the value a line of the file.
  private static boolean isBlock(List<String> lines, int at, int column) {
    return at < lines.size()
        && column < lines.get(at).length()
        && lines.get(at).charAt(column) == '|';
  }

  private static int indent(List<String> lines, int from) {
    return lines.stream()
        .skip(from)
        .filter(line -> !line.isBlank())
        .mapToInt(line -> line.length() - line.stripLeading().length())
        .findFirst()
        .orElse(0);
  }

  private static List<String> lines(Resource resource) {
    try {
      return resource.getContentAsString(StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String name(Resource resource) {
    try {
      if (resource.isFile()) {
        return resource.getFile().getPath();
      }
    } catch (IOException e) {
      // a name will do
    }
    String name = resource.getFilename();
    return name == null ? NAME : name;
  }
}
