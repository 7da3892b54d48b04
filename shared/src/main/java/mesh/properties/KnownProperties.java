package mesh.properties;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;
import mesh.config.Suggestion;
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
 * default. Confined to the start.
 *
 * <p>Variables of the environment are left out: their names do not tell words from levels.
 */
public final class KnownProperties {

  private static final int MOST = 80; // characters of a value that is shown
  private static final Pattern SECRET = Pattern.compile("(?i)passw|secret|token");

  private final String prefix;
  private final Set<String> free = new LinkedHashSet<>();
  private final Map<String, List<Type>> roots = new LinkedHashMap<>(); // by prefix

  /**
   * Knows the properties of some records.
   *
   * @param prefix all properties below it must be known: {@code mesh.proxy}
   * @param records annotated with {@link ConfigurationProperties}; several may share a prefix
   */
  public KnownProperties(String prefix, Class<?>... records) {
    this.prefix = prefix;
    for (Class<?> type : records) {
      var annotation = type.getAnnotation(ConfigurationProperties.class);
      if (annotation == null) {
        throw new IllegalArgumentException(type + " has no prefix");
      }
      String root = annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
      roots.computeIfAbsent(root, key -> new ArrayList<>()).add(type);
    }
  }

  /** Says that others look at all names that begin so. */
  public KnownProperties except(String start) {
    free.add(start);
    return this;
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
            .filter(name -> free.stream().noneMatch(name::startsWith))
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
    var fault = new InvalidConfigException(name, shown(name, source.getProperty(name)), expected);
    return OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin origin
            && origin.getResource() != null
        ? fault.at(place(String.valueOf(origin.getResource().getFilename()), origin))
        : fault;
  }

  private static String shown(String name, @Nullable Object value) {
    if (SECRET.matcher(name).find()) {
      return "[redacted]";
    }
    if (!(value instanceof CharSequence)) {
      return "" + value;
    }
    String line = value.toString().replace("\n", "\\n").replace("\r", "\\r");
    return '"' + (line.length() <= MOST ? line : line.substring(0, MOST) + "...") + '"';
  }

  private static String place(String file, TextResourceOrigin origin) {
    return origin.getLocation() == null ? file : file + ":" + (origin.getLocation().getLine() + 1);
  }

  // Null if some record has the property.
  private @Nullable String expected(String name) {
    var property = ConfigurationPropertyName.adapt(name, '.');
    String nearest = null;
    for (Map.Entry<String, List<Type>> root : roots.entrySet()) {
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
      Type value = arguments[arguments.length - 1];
      boolean isPlainMap =
          generic.getRawType() == Map.class && !(value instanceof Class<?> of && of.isRecord());
      return isPlainMap ? null : expected(value, property, at + 1); // its keys may have dots
    }
    return type instanceof Class<?> known && known.isRecord()
        ? expected(List.of(type), property, at)
        : "no further name behind " + property.chop(at);
  }

  /**
   * The same for what several records share.
   *
   * @param types records
   */
  private static @Nullable String expected(
      List<Type> types, ConfigurationPropertyName property, int at) {
    if (at == property.getNumberOfElements()) {
      return null;
    }
    String element = property.getElement(at, Form.UNIFORM);
    List<String> names = new ArrayList<>();
    for (Type type : types) {
      for (RecordComponent component : ((Class<?>) type).getRecordComponents()) {
        if (component.getName().toLowerCase(Locale.ROOT).equals(element)) {
          return expected(component.getGenericType(), property, at + 1);
        }
        names.add(kebab(component.getName()));
      }
    }
    return "a property of "
        + property.chop(at)
        + Suggestion.hint(property.getElement(at, Form.ORIGINAL), names);
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(\\p{Lower})(\\p{Upper})", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
