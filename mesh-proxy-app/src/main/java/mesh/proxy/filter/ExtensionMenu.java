package mesh.proxy.filter;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Fields;
import mesh.proxy.config.read.TypedConfig;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of one kind that a configuration may name. Immutable.
 *
 * <p>The type of the configuration finds the extension; the name does where several share a type,
 * as users' own filters share {@code google.protobuf.Struct}.
 *
 * @param <E> the kind
 */
public final class ExtensionMenu<E extends Extension<?>> {

  private final Map<String, E> byName = new LinkedHashMap<>();
  private final Map<String, E> byType = new LinkedHashMap<>();

  /**
   * A menu.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public ExtensionMenu(Collection<? extends E> extensions) {
    for (E extension : extensions) {
      if (byName.put(extension.name(), extension) != null) {
        throw new IllegalArgumentException("Two extensions are called " + extension.name());
      }
      byType.putIfAbsent(typeOf(extension), extension);
    }
  }

  /**
   * An extension and its configuration, unpacked and checked field by field.
   *
   * @param <E> the kind
   */
  public record Found<E>(E extension, Message config) {}

  /**
   * Finds what a configuration names.
   *
   * @param name as in the configuration
   * @param config empty for an extension without any
   * @throws InvalidConfigException with the field {@code typed_config} or one below it
   */
  public Found<E> read(String name, Any config) {
    E named = byName.get(name);
    String type = TypedConfig.typeName(config);
    E found =
        named != null && (type.isEmpty() || typeOf(named).equals(type)) ? named : byType.get(type);
    if (found == null) {
      throw type.isEmpty()
          ? new InvalidConfigException("name", name, "one of " + String.join(", ", names()))
          : new InvalidConfigException(
              "typed_config.@type",
              config.getTypeUrl(),
              "the type of one of " + String.join(", ", names()));
    }
    return new Found<>(found, unpack(found, config));
  }

  /** The extension of that name, or null. */
  public @Nullable E named(String name) {
    return byName.get(name);
  }

  /** All of them, in the order given. */
  public Collection<E> all() {
    return byName.values();
  }

  private Message unpack(E extension, Any config) {
    Message prototype = extension.prototype();
    if (config.getTypeUrl().isEmpty()) {
      return prototype;
    }
    try {
      return TypedConfig.open(config, prototype, extension.supported());
    } catch (InvalidConfigException e) {
      throw e.under("typed_config");
    }
  }

  private static String typeOf(Extension<?> extension) {
    return Fields.type(extension.prototype()).getFullName();
  }

  private Set<String> names() {
    return new TreeSet<>(byName.keySet());
  }
}
