package mesh.proxy.catalog;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Fields;
import mesh.proxy.filter.Extension;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.network.NetworkFilterFactory;
import org.jspecify.annotations.Nullable;

/**
 * Filters that users bring, found by {@link ServiceLoader} in the jars of one folder. Immutable.
 *
 * <p>The jars share one class loader of their own, below ours: they see our classes and each
 * other's, and classes that we have are ours.
 */
public final class ExtensionJars {

  /** No folder, no filters. */
  public static final ExtensionJars NONE = new ExtensionJars(List.of(), List.of());

  private static final String PROPERTY = "mesh.proxy.extensions-dir";
  private static final String JAR = ".jar";
  private static final String STRUCT =
      "google.protobuf.Struct"; // any number of filters may take it

  private final List<HttpFilterFactory<?>> httpFilters;
  private final List<NetworkFilterFactory<?>> networkFilters;

  private ExtensionJars(
      List<HttpFilterFactory<?>> httpFilters, List<NetworkFilterFactory<?>> networkFilters) {
    this.httpFilters = List.copyOf(httpFilters);
    this.networkFilters = List.copyOf(networkFilters);
  }

  /**
   * Loads all jars of a folder. They stay open as long as the process runs: classes are loaded when
   * they are needed.
   *
   * @param folder null for none
   * @throws InvalidConfigException if there is no such folder, if a jar names what cannot be
   *     loaded, or if two filters have one name or one type
   */
  public static ExtensionJars in(@Nullable Path folder) {
    if (folder == null) {
      return NONE;
    }
    var loader =
        new URLClassLoader("extensions", jars(folder), ExtensionJars.class.getClassLoader());
    List<HttpFilterFactory<?>> httpFilters = new ArrayList<>();
    load(HttpFilterFactory.class, loader).forEach(httpFilters::add);
    requireOwnNames(httpFilters, HttpFilters.ALL);
    List<NetworkFilterFactory<?>> networkFilters = new ArrayList<>();
    load(NetworkFilterFactory.class, loader).forEach(networkFilters::add);
    requireOwnNames(networkFilters, List.of());
    return new ExtensionJars(httpFilters, networkFilters);
  }

  public List<HttpFilterFactory<?>> httpFilters() {
    return httpFilters;
  }

  public List<NetworkFilterFactory<?>> networkFilters() {
    return networkFilters;
  }

  private static URL[] jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(JAR))
          .sorted()
          .map(ExtensionJars::url)
          .toArray(URL[]::new);
    } catch (IOException e) {
      throw new InvalidConfigException(PROPERTY, folder, "a folder that can be read; " + e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new InvalidConfigException(PROPERTY, jar, "a jar; " + e.getMessage());
    }
  }

  private static <E> List<E> load(Class<E> kind, URLClassLoader loader) {
    List<E> loaded = new ArrayList<>();
    try {
      for (E extension : ServiceLoader.load(kind, loader)) {
        if (extension.getClass().getClassLoader() == loader) {
          loaded.add(extension);
        }
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new InvalidConfigException(
          PROPERTY, e.getMessage(), "jars built for this proxy, with every class that they need");
    }
    return loaded;
  }

  private static void requireOwnNames(
      List<? extends Extension<?>> found, List<? extends Extension<?>> shipped) {
    Set<String> taken = new HashSet<>();
    for (Extension<?> extension : shipped) {
      taken.add(extension.name());
      taken.add(type(extension));
    }
    for (Extension<?> extension : found) {
      if (!taken.add(extension.name())) {
        throw new InvalidConfigException(
            PROPERTY,
            extension.getClass().getName(),
            "a name other than " + extension.name() + ", which is taken");
      }
      String type = type(extension);
      if (!type.equals(STRUCT) && !taken.add(type)) {
        throw new InvalidConfigException(
            PROPERTY,
            extension.getClass().getName(),
            "a type other than " + type + ", which is taken");
      }
    }
  }

  private static String type(Extension<?> extension) {
    return Fields.type(extension.prototype()).getFullName();
  }
}
