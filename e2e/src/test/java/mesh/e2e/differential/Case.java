package mesh.e2e.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case file, read.
 *
 * @param id {@code group/name}
 * @param written the file as a tree, for the parts that become configuration
 * @param clients steps of each connection
 * @param together whether the connections run at the same time
 * @param http2 whether the clients speak HTTP/2
 * @param responses how many final responses each client waits for; null means as many as requests
 * @param patience how long a client waits for them
 * @param linger how long a client looks whether the connection closes after the last of them
 * @param anyFate whether a reset is as good as a close, as unread bytes decide between the two
 * @param mask headers whose values differ from run to run
 * @param ignore lines that differ from run to run
 * @param differs how we differ on purpose; null if we do not
 * @param open why we do not give the same yet; null if we do
 */
record Case(
    String id,
    Path file,
    Map<String, Object> written,
    List<List<Step>> clients,
    boolean together,
    boolean http2,
    @Nullable Integer responses,
    Duration patience,
    Duration linger,
    @Nullable Range takes,
    Map<String, Server> servers,
    boolean anyFate,
    List<String> mask,
    List<Pattern> ignore,
    @Nullable Differs differs,
    @Nullable String open) {

  private static final Path ROOT = Path.of("src", "test", "resources", "differential");
  private static final Set<String> KEYS =
      Set.of(
          "about",
          "base",
          "routes",
          "virtual_host",
          "virtual_hosts",
          "route_config",
          "filters",
          "hcm",
          "listener",
          "network_filters",
          "clusters",
          "log",
          "stats",
          "send",
          "client",
          "clients",
          "together",
          "h2",
          "responses",
          "patience",
          "linger",
          "takes",
          "upstream",
          "upstreams",
          "fate",
          "mask",
          "ignore",
          "differs",
          "open");

  /** How long a client may take, both ends included. */
  record Range(Duration from, Duration to) {

    boolean holds(Duration took) {
      return took.compareTo(from) >= 0 && took.compareTo(to) <= 0;
    }
  }

  /**
   * One scripted upstream.
   *
   * @param refused nobody listens on its port
   * @param connection what it does with a new connection, before it reads
   * @param requests what it does with the first, second, … request; the last one repeats
   */
  record Server(boolean refused, boolean http2, List<Step> connection, List<List<Step>> requests) {}

  /** Every case whose id starts with one of the given words; all of them if there are none. */
  static List<Case> all(List<String> wanted) {
    try (Stream<Path> files = Files.walk(ROOT, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !idOf(file).startsWith("base/"))
          .filter(file -> wanted.isEmpty() || wanted.stream().anyMatch(idOf(file)::startsWith))
          .sorted()
          .map(Case::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request that goes upstream and comes back. */
  static Case warmUp() {
    return parse("warm-up/requests", Path.of("warm-up"), Map.of("linger", "0ms"));
  }

  /** The name of the configuration that the proxies are started with. */
  String base() {
    return (String) written.getOrDefault("base", "main");
  }

  /** In a form that stands nowhere else in an output: names of listeners, statistics and files. */
  String slug() {
    return slug(id);
  }

  String group() {
    return id.substring(0, id.indexOf('/'));
  }

  String name() {
    return id.substring(id.indexOf('/') + 1);
  }

  private static String slug(String id) {
    return id.replace("/", "__");
  }

  private static String idOf(Path file) {
    String id = ROOT.relativize(file).toString();
    return id.substring(0, id.length() - ".yaml".length());
  }

  private static Case read(Path file) {
    try {
      return parse(idOf(file), file, named(idOf(file), Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  // $up, wherever it stands, is the real name of the cluster that the file calls up.
  private static Map<String, Object> named(String id, String text) {
    List<String> names = new ArrayList<>(Tree.map(Tree.read(text).get("clusters")).keySet());
    names.add("up");
    names.sort(Comparator.comparingInt(String::length).reversed());
    String filled = text;
    for (String name : names) {
      filled = filled.replaceAll("\\$" + name + "\\b", name + "__" + slug(id));
    }
    return Tree.read(filled);
  }

  private static Case parse(String id, Path file, Map<String, Object> tree) {
    for (String key : tree.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(key + " (expected: one of " + KEYS + ")");
      }
    }
    return new Case(
        id,
        file,
        tree,
        clients(tree),
        tree.getOrDefault("together", false).equals(true),
        tree.containsKey("h2"),
        (Integer) tree.get("responses"),
        Steps.duration(tree.getOrDefault("patience", "3s")),
        Steps.duration(tree.getOrDefault("linger", "200ms")),
        range((String) tree.get("takes")),
        servers(tree),
        "any".equals(tree.get("fate")) || tree.containsKey("h2"),
        Tree.list(tree.get("mask")).stream().map(String::valueOf).toList(),
        Tree.list(tree.get("ignore")).stream().map(p -> Pattern.compile((String) p)).toList(),
        Differs.read(Tree.map(tree.get("differs"))),
        (String) tree.get("open"));
  }

  private static List<List<Step>> clients(Map<String, Object> tree) {
    if (tree.containsKey("clients")) {
      return Tree.list(tree.get("clients")).stream().map(Steps::client).toList();
    }
    Object one =
        Stream.of("send", "client", "h2")
            .map(tree::get)
            .filter(v -> v != null)
            .findFirst()
            .orElse("GET / HTTP/1.1\nhost: a");
    return List.of(Steps.client(one));
  }

  private static @Nullable Range range(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] ends = text.split("\\.\\.", -1);
    return new Range(Steps.duration(ends[0]), Steps.duration(ends[1]));
  }

  private static Map<String, Server> servers(Map<String, Object> tree) {
    Map<String, Server> servers = new LinkedHashMap<>();
    servers.put("up", server(tree.getOrDefault("upstream", "ok")));
    Tree.map(tree.get("upstreams")).forEach((name, written) -> servers.put(name, server(written)));
    return servers;
  }

  private static Server server(Object written) {
    if (written.equals("refused")) {
      return new Server(true, false, List.of(), List.of());
    }
    if (written instanceof Map<?, ?>) {
      Map<String, Object> map = Tree.map(written);
      return new Server(
          false,
          map.getOrDefault("http2", false).equals(true),
          map.containsKey("connection") ? Steps.server(map.get("connection")) : List.of(),
          requests(map.getOrDefault("requests", List.of())));
    }
    return new Server(false, false, List.of(), requests(written));
  }

  private static List<List<Step>> requests(Object written) {
    return written instanceof List<?> list
        ? list.stream().map(Steps::server).toList()
        : List.of(Steps.server(written));
  }
}
