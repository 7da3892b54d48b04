package mesh.cli.demo;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is and does. Immutable.
 *
 * @param name of the instance
 * @param port 0 takes a free one
 * @param calls what it asks for each answer; null if it answers alone
 * @param through the sidecar that takes its calls
 */
record DemoSettings(
    String name,
    String service,
    String version,
    String address,
    int port,
    @Nullable URI calls,
    @Nullable InetSocketAddress through) {

  private static final List<String> OPTIONS =
      List.of("name", "service", "version", "address", "port", "calls", "through");

  /**
   * Reads {@code --name shop-1 --service shop ...}.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static DemoSettings parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (int at = 0; at < arguments.size(); at += 2) {
      String option = arguments.get(at);
      if (!option.startsWith("--") || !OPTIONS.contains(option.substring(2))) {
        throw wrong(option, "one of --" + String.join(", --", OPTIONS));
      }
      if (at + 1 == arguments.size()) {
        throw wrong(option, "a value behind it");
      }
      given.put(option.substring(2), arguments.get(at + 1));
    }
    String calls = given.get("calls");
    String through = given.get("through");
    if (calls != null && through == null) {
      throw wrong("--calls", "--through HOST:PORT beside it");
    }
    return new DemoSettings(
        required(given, "name"),
        required(given, "service"),
        given.getOrDefault("version", "v1"),
        given.getOrDefault("address", "127.0.0.1"),
        port(required(given, "port")),
        calls == null ? null : URI.create(calls),
        through == null ? null : socket(through));
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw wrong("--" + name, "that it is given");
    }
    return value;
  }

  private static InetSocketAddress socket(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw wrong("--through: " + text, "HOST:PORT");
    }
    return new InetSocketAddress(text.substring(0, colon), port(text.substring(colon + 1)));
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw wrong("port: " + text, "0..65535");
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException wrong(String what, String expected) {
    return new IllegalArgumentException(what + " (expected: " + expected + ")");
  }
}
