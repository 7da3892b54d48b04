package mesh.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.FakeStream;
import mesh.proxy.filter.http.FilterHost;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the example of the documentation, as its README says, and others that are wrong. */
class ExtensionJarsTest {

  private static final Path EXAMPLE = Path.of("..", "examples", "custom-filter", "src", "main");
  private static final String SERVICE = "META-INF/services/" + HttpFilterFactory.class.getName();

  @TempDir Path folder;
  @TempDir Path classes;

  @Test
  void findsNothingWithoutFolder() {
    assertThat(ExtensionJars.in(null).httpFilters()).isEmpty();
    assertThat(ExtensionJars.in(folder).httpFilters()).isEmpty();
  }

  @Test
  void findsTheFilterOfTheExample() throws IOException {
    buildExample();

    List<HttpFilterFactory<?>> found = ExtensionJars.in(folder).httpFilters();

    assertThat(found).extracting(HttpFilterFactory::name).containsExactly("example.hello");
    assertThat(found.getFirst().prototype()).isEqualTo(Struct.getDefaultInstance());
  }

  @Test
  void runsTheFilterOfTheExample() throws IOException {
    buildExample();
    HttpFilterFactory<?> factory = ExtensionJars.in(folder).httpFilters().getFirst();
    try (var host = new FilterHost()) {
      HttpFilter filter = bind(factory, "{greeting: Welcome, user_required: true}", host);
      FakeStream known = stream(host, new Headers().add("x-user", "Ada"));
      FakeStream unknown = stream(host, new Headers());
      Headers response = Headers.response(200);

      assertThat(filter.onRequestHead(unknown, unknown.requestHead(), true))
          .isInstanceOfSatisfying(
              LocalReply.class, reply -> assertThat(reply.status()).isEqualTo(401));
      assertThat(filter.onRequestHead(known, known.requestHead(), true))
          .isEqualTo(Verdict.Flow.CONTINUE);
      filter.onResponseHead(known, response, true);

      assertThat(response.get("x-hello")).isEqualTo("Welcome, Ada");
      assertThat(host.counts()).isEqualTo(Map.of("http.ingress.hello.greeted", 1L));
    }
  }

  @Test
  void saysWhatIsWrongInTheExamplesConfiguration() throws IOException {
    buildExample();
    HttpFilterFactory<?> factory = ExtensionJars.in(folder).httpFilters().getFirst();
    try (var host = new FilterHost()) {
      assertThatThrownBy(() -> bind(factory, "{greetings: Hi}", host))
          .hasMessage("greetings: a setting (expected: one of greeting, user_required)");
      assertThatThrownBy(() -> bind(factory, "{greeting: 5}", host))
          .hasMessage("greeting: NUMBER_VALUE (expected: a text)");
    }
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> ExtensionJars.in(folder.resolve("no")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("mesh.proxy.extensions-dir: " + folder.resolve("no"))
        .hasMessageContaining("(expected: a folder that can be read;");
  }

  @Test
  void refusesAJarThatNamesNoClass() throws IOException {
    jar("broken.jar", Map.of(SERVICE, "example.Nobody\n".getBytes()));

    assertThatThrownBy(() -> ExtensionJars.in(folder))
        .hasMessageContaining("Provider example.Nobody not found")
        .hasMessageEndingWith(
            "(expected: jars built for this proxy, with every class that they need)");
  }

  @Test
  void refusesANameThatIsTaken() throws IOException {
    String twin =
        Files.readString(EXAMPLE.resolve("java/example/hello/HelloFilterFactory.java"))
            .replace("package example.hello;", "package example.twin; import example.hello.*;")
            .replace("HelloFilterFactory", "TwinFactory")
            .replace("\"example.hello\"", "\"envoy.filters.http.cors\"")
            .replaceAll("(?s)    var filter = .*?;\n    return .*?\n", "    throw new Error();\n");
    Path source = Files.createDirectories(classes.resolve("src")).resolve("TwinFactory.java");
    Files.writeString(source, twin);
    compile(
        List.of(
            source,
            EXAMPLE.resolve("java/example/hello/HelloFilterFactory.java"),
            EXAMPLE.resolve("java/example/hello/HelloFilter.java")));
    jar("twin.jar", compiled("example.twin.TwinFactory"));

    assertThatThrownBy(() -> ExtensionJars.in(folder))
        .hasMessage(
            "mesh.proxy.extensions-dir: example.twin.TwinFactory (expected: a name other than"
                + " envoy.filters.http.cors, which is taken)");
  }

  private void buildExample() throws IOException {
    try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("java"))) {
      compile(sources.filter(file -> file.toString().endsWith(".java")).toList());
    }
    jar("hello.jar", compiled(Files.readString(EXAMPLE.resolve("resources/" + SERVICE))));
  }

  private void compile(List<Path> sources) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
    sources.forEach(source -> arguments.add(source.toString()));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }

  private Map<String, byte[]> compiled(String services) throws IOException {
    Map<String, byte[]> entries = new java.util.TreeMap<>();
    entries.put(SERVICE, services.getBytes());
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .forEach(file -> entries.put(classes.relativize(file).toString(), bytes(file)));
    }
    return entries;
  }

  private void jar(String name, Map<String, byte[]> entries) throws IOException {
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <P extends Message> HttpFilter bind(
      HttpFilterFactory<P> factory, String yaml, FilterHost host) {
    return factory
        .bind(ProtoYaml.parse(factory.prototype(), yaml), host.context("example.hello"))
        .get();
  }

  private static FakeStream stream(FilterHost host, Headers more) {
    Headers head = Headers.request("GET", "http", "shop", "/");
    more.forEach(head::add);
    var connection =
        new ConnectionInfo(
            new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("9.9.9.9", 5));
    return new FakeStream(host, connection, head, null);
  }
}
