package mesh.proxy.bootstrap.tree;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.config.Suggestion;
import mesh.proxy.config.ShownValue;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses properties of ours that no record has, so that a slip of the pen is not read as a
 * default. Immutable.
 *
 * <p>Variables of the environment are left out: their names do not tell words from levels.
 */
public final class KnownProperties {

  private final String prefix;
  private final Map<String, Type> roots = new LinkedHashMap<>(); // by prefix in uniform form

  /**
   * Knows the properties of some records.
   *
   * @param prefix all properties below it must be known: {@code mesh.proxy}
   * @param records annotated with {@link ConfigurationProperties}
   */
  public KnownProperties(String prefix, Class<?>... records) {
    this.prefix = prefix;
    for (Class<?> type : records) {
      var annotation = type.getAnnotation(ConfigurationProperties.class);
      if (annotation == null) {
        throw new IllegalArgumentException(type + " has no prefix");
      }
      roots.put(annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix(), type);
    }
  }

  /**
   * Looks at every name of every source.
   *
   * @throws InvalidConfigException with all names that are not known
   */
  public void check(ConfigurableEnvironment environment) {
    List<InvalidConfigException> faults = new ArrayList<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> names
          && !(source instanceof SystemEnvironmentPropertySource)) {
        Arrays.stream(names.getPropertyNames())
            .filter(name -> name.startsWith(prefix + "."))
            .filter(name -> !name.startsWith(BootstrapTree.PREFIX))
            .map(name -> fault(names, name))
            .filter(java.util.Objects::nonNull)
            .forEach(faults::add);
      }
    }
    if (!faults.isEmpty()) {
      throw InvalidConfigException.of(faults);
    }
  }

  private @Nullable InvalidConfigException fault(EnumerablePropertySource<?> source, String name) {
    String expected = expected(name);
    if (expected == null) {
      return null;
    }
    Object value = source.getProperty(name);
    String shown =
        value instanceof CharSequence text ? ShownValue.text(text.toString()) : "" + value;
    var fault = new InvalidConfigException(name, shown, expected);
    return OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin origin
            && origin.getResource() != null
        ? fault.at(YamlPart.place(String.valueOf(origin.getResource().getFilename()), origin))
        : fault;
  }

  // Null if some record has the property.
  private @Nullable String expected(String name) {
    var property = ConfigurationPropertyName.adapt(name, '.');
    String nearest = null;
    for (Map.Entry<String, Type> root : roots.entrySet()) {
      var start = ConfigurationPropertyName.of(root.getKey());
      if (start.equals(property) || start.isAncestorOf(property)) {
        nearest = expected(root.getValue(), property, start.getNumberOfElements());
        if (nearest == null) {
          return null;
        }
      }
    }
    return nearest == null ? "a property of " + String.join(", ", roots.keySet()) : nearest;
  }

  private static @Nullable String expected(Type type, ConfigurationPropertyName property, int at) {
    if (at == property.getNumberOfElements()) {
      return null;
    }
    if (type instanceof ParameterizedType generic) { // a list, or a map with any keys
      Type[] arguments = generic.getActualTypeArguments();
      return expected(arguments[arguments.length - 1], property, at + 1);
    }
    if (!(type instanceof Class<?> known) || !known.isRecord()) {
      return "no further name behind " + property.chop(at);
    }
    String element = property.getElement(at, Form.UNIFORM);
    List<String> names = new ArrayList<>();
    for (RecordComponent component : known.getRecordComponents()) {
      if (component.getName().toLowerCase(java.util.Locale.ROOT).equals(element)) {
        return expected(component.getGenericType(), property, at + 1);
      }
      names.add(kebab(component.getName()));
    }
    return "a property of "
        + property.chop(at)
        + Suggestion.hint(property.getElement(at, Form.ORIGINAL), names);
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(\\p{Lower})(\\p{Upper})", "$1-$2").toLowerCase(java.util.Locale.ROOT);
  }
}
