package mesh.cli.local;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What runs beside the control plane: {@code mesh.properties} of a folder. Immutable.
 *
 * @param folder that has the file, and what it names
 * @param rules folders that Pilot reads
 * @param trial address to try once everything is ready
 */
record Topology(
    Path folder,
    String namespace,
    List<Path> rules,
    URI trial,
    Gateway gateway,
    List<Workload> workloads) {

  static final String FILE = "mesh.properties";

  /** Name of the proxy at the edge. */
  static final String GATEWAY = "gateway";

  private static final int LAST_PORT = 65_535;

  /** The proxy at the edge. */
  record Gateway(String address, String adminAddress, List<Integer> ports) {}

  /**
   * An instance of a demo service, with a sidecar.
   *
   * @param address where its sidecar takes what others send
   * @param adminAddress where the admin interface of its sidecar is
   * @param appAddress where it listens itself
   * @param calls the service that it calls; null for none
   */
  record Workload(
      String name,
      String service,
      String version,
      String address,
      String adminAddress,
      String appAddress,
      int port,
      @Nullable URI calls) {}

  Topology {
    rules = List.copyOf(rules);
    workloads = List.copyOf(workloads);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException with a sentence if it is wrong, or not there
   */
  static Topology read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(file + ": no such file (expected: what ./mesh up starts)");
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    var keys = new Keys(file, properties, new TreeSet<>(properties.stringPropertyNames()));
    var topology =
        new Topology(
            folder,
            keys.text("namespace"),
            keys.list("rules").stream().map(folder::resolve).toList(),
            keys.uri("try"),
            new Gateway(
                keys.text("gateway.address"),
                keys.text("gateway.admin-address", "gateway.address"),
                keys.list("gateway.ports").stream()
                    .map(text -> keys.port("gateway.ports", text))
                    .toList()),
            workloads(keys));
    keys.end();
    return topology;
  }

  /** The proxies: by the names of their programs. */
  Map<String, Sidecar> proxies() {
    Map<String, Sidecar> proxies = new TreeMap<>();
    for (Workload one : workloads) {
      proxies.put(
          sidecarOf(one),
          new Sidecar(
              "sidecar",
              one.name(),
              namespace,
              one.service(),
              one.version(),
              one.address(),
              one.appAddress(),
              one.adminAddress()));
    }
    String at = gateway.address();
    proxies.put(
        GATEWAY,
        new Sidecar("router", GATEWAY, namespace, GATEWAY, "v1", at, at, gateway.adminAddress()));
    return proxies;
  }

  /** Less of the same: a workload that calls others, and one that is called. */
  Topology small() {
    List<Workload> few = new ArrayList<>();
    workloads.stream().filter(one -> one.calls() != null).findFirst().ifPresent(few::add);
    workloads.stream().filter(one -> one.calls() == null).findFirst().ifPresent(few::add);
    return new Topology(folder, namespace, rules, trial, gateway, few);
  }

  static String sidecarOf(Workload workload) {
    return workload.name() + "-sidecar";
  }

  private static List<Workload> workloads(Keys keys) {
    List<Workload> workloads = new ArrayList<>();
    for (String name : keys.list("workloads")) {
      workloads.add(
          new Workload(
              name,
              keys.text(name + ".service"),
              keys.text(name + ".version"),
              keys.text(name + ".address"),
              keys.text(name + ".admin-address", name + ".address"),
              keys.text(name + ".app-address"),
              keys.port(name + ".port", keys.text(name + ".port")),
              keys.has(name + ".calls") ? keys.uri(name + ".calls") : null));
    }
    return workloads;
  }

  /** The lines of the file, of which each must be asked for. */
  private record Keys(Path file, Properties properties, Set<String> left) {

    boolean has(String key) {
      return properties.containsKey(key);
    }

    String text(String key) {
      left.remove(key);
      String text = properties.getProperty(key, "").strip();
      if (text.isEmpty()) {
        throw wrong(key, text, "a value");
      }
      return text;
    }

    String text(String key, String otherwise) {
      return has(key) ? text(key) : text(otherwise);
    }

    List<String> list(String key) {
      return Arrays.stream(text(key).split(",")).map(String::strip).toList();
    }

    URI uri(String key) {
      String text = text(key);
      try {
        URI uri = URI.create(text);
        if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
          return uri;
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
      throw wrong(key, text, "an http:// address");
    }

    int port(String key, String text) {
      if (text.matches("\\d{1,5}")) {
        int port = Integer.parseInt(text);
        if (port > 0 && port <= LAST_PORT) {
          return port;
        }
      }
      throw wrong(key, text, "a port, 1 to " + LAST_PORT);
    }

    void end() {
      for (String key : left) {
        throw wrong(key, properties.getProperty(key), "nothing; nobody reads this key");
      }
    }

    private IllegalArgumentException wrong(String key, String value, String expected) {
      return new IllegalArgumentException(
          file + ": " + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
