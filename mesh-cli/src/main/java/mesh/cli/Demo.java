package mesh.cli;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an example wants beside the proxy: {@code demo.properties} in the folder of its
 * configuration. Immutable.
 *
 * @param file where it is written
 * @param upstreamPort of the web server on loopback that the configuration leads to
 * @param uri what to ask the proxy for
 */
record Demo(Path file, int upstreamPort, URI uri) {

  private static final String FILE = "demo.properties";
  private static final String PORT = "upstream.port";
  private static final String TRY = "try";
  private static final int LAST_PORT = 65_535;

  /**
   * Reads the file.
   *
   * @return null if the folder has none
   * @throws IllegalArgumentException with a sentence if the file is wrong
   */
  static @Nullable Demo beside(Path config) throws IOException {
    Path file = config.toAbsolutePath().resolveSibling(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    var unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.remove(PORT);
    unknown.remove(TRY);
    if (!unknown.isEmpty()) {
      throw wrong(file, unknown.first(), "set", PORT + " and " + TRY + " only");
    }
    return new Demo(file, port(file, properties), uri(file, properties));
  }

  private static int port(Path file, Properties properties) {
    String text = properties.getProperty(PORT, "");
    try {
      int port = Integer.parseInt(text.strip());
      if (port > 0 && port <= LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, like any other value that is no port
    }
    throw wrong(file, PORT, text, "a port, 1 to " + LAST_PORT);
  }

  private static URI uri(Path file, Properties properties) {
    String text = properties.getProperty(TRY, "");
    try {
      URI uri = URI.create(text.strip());
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw wrong(file, TRY, text, "an http:// address");
  }

  private static IllegalArgumentException wrong(
      Path file, String key, String value, String expected) {
    return new IllegalArgumentException(
        file + ": " + key + ": " + value + " (expected: " + expected + ")");
  }
}
