package mesh.proxy.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import mesh.proxy.config.Supported;
import mesh.proxy.config.SupportedField;

/**
 * Every {@code Supported} constant of the program, found in its classes: a reader that is not in
 * any catalog cannot be forgotten.
 */
final class DeclaredFields {

  private static final String CONSTANT = "SUPPORTED";

  private DeclaredFields() {}

  /**
   * The declarations that are no part of another one, by the message that they are about.
   *
   * @param more declarations that are no constants
   */
  static Map<String, Supported> outermost(Map<String, Supported> more) {
    Map<String, Supported> all = new LinkedHashMap<>(more);
    constants().forEach(one -> all.merge(subject(one), one, Supported::and));
    Map<String, Set<SupportedField>> listings = new LinkedHashMap<>();
    all.forEach((subject, one) -> listings.put(subject, new HashSet<>(one.listing())));
    Map<String, Supported> outermost = new LinkedHashMap<>();
    all.forEach(
        (subject, one) -> {
          if (!isPart(subject, listings)) {
            outermost.put(subject, one);
          }
        });
    return outermost;
  }

  private static boolean isPart(String subject, Map<String, Set<SupportedField>> listings) {
    Set<SupportedField> own = listings.get(subject);
    return listings.entrySet().stream()
        .anyMatch(
            other ->
                !other.getKey().equals(subject)
                    && other.getValue().size() > own.size()
                    && other.getValue().containsAll(own));
  }

  // A declaration begins with the message that it is for.
  private static String subject(Supported declaration) {
    return declaration.listing().getFirst().message();
  }

  private static List<Supported> constants() {
    Path classes =
        Path.of(HttpFilters.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> files = Files.walk(classes.resolve("mesh/proxy"))) {
      List<Supported> found = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        String name = classes.relativize(file).toString().replace('/', '.');
        constant(name.substring(0, name.length() - ".class".length()), found);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void constant(String type, List<Supported> found) {
    try {
      Class<?> loaded = Class.forName(type, false, DeclaredFields.class.getClassLoader());
      for (var field : loaded.getDeclaredFields()) {
        if (field.getName().equals(CONSTANT) && field.getType() == Supported.class) {
          field.setAccessible(true);
          found.add((Supported) field.get(null));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type, e);
    }
  }
}
