package mesh.pilot.bootstrap.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.pilot.analyze.AnalyzeProgram;
import mesh.pilot.model.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Whoever tells of a wrong value says the same: the log, the Rules API, the command line. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.grpc.server.port=0", "mesh.pilot.config-refresh=50ms"})
@ExtendWith(OutputCaptureExtension.class)
class SameSentenceIT {

  @TempDir private static Path folder;

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void folders(DynamicPropertyRegistry registry) throws IOException {
    String rules = Files.createDirectories(folder.resolve("rules")).toString();
    registry.add("mesh.pilot.config-dir", () -> rules);
    registry.add("mesh.pilot.state-dir", () -> folder.resolve("state").toString());
  }

  @AfterEach
  void removeTheFile() throws IOException {
    Files.deleteIfExists(folder.resolve("rules/a.yaml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VirtualService        | hosts: [stock], http: [{timeout: soon, route: [{destination: {host: stock}}]}]
          VirtualService        | hosts: [stock], http: [{route: [{destination: {host: stock}, weight: -1}]}]
          VirtualService        | hosts: [stock], http: [{match: [{uri: {regex: "("}}], redirect: {uri: /}}]
          VirtualService        | hosts: [stock], tcp: []
          DestinationRule       | host: stock, trafficPolicy: {loadBalancer: {simple: FASTEST}}
          DestinationRule       | host: stock, trafficPolicy: {tls: {mode: MUTUAL}}
          Gateway               | servers: [{port: {number: 70000, protocol: HTTP}, hosts: ["*"]}]
          ServiceEntry          | hosts: [a b], resolution: STATIC, ports: [{number: 80, name: http}]
          WorkloadEntry         | address: "not a host"
          PeerAuthentication    | mtls: {mode: SOMETIMES}
          AuthorizationPolicy   | rules: [{from: [{source: {ipBlocks: [nowhere]}}]}]
          """)
  void everybodySaysTheSame(String kind, String spec, CapturedOutput output) throws Exception {
    Kind of = Kind.of(kind).orElseThrow();
    String body =
        "apiVersion: %s/v1\nkind: %s\nmetadata: {name: a, namespace: shop}\nspec: {%s}\n"
            .formatted(of.group(), kind, spec);
    Path file = folder.resolve("rules/a.yaml");
    Files.writeString(file, body);

    List<String> printed = printed(file);
    String answered = answered(of, body);

    assertThat(printed).isNotEmpty();
    assertThat(answered.lines().map(line -> line.replaceFirst("^api:", file + ":")).toList())
        .isEqualTo(printed);
    for (String sentence : printed) {
      awaitLogged("the last good ones stay: " + sentence, output);
    }
  }

  private static List<String> printed(Path file) {
    var out = new ByteArrayOutputStream();
    var quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    int code =
        new AnalyzeProgram(new PrintStream(out, true, StandardCharsets.UTF_8), quiet)
            .run(List.of(file.toString()));
    assertThat(code).isOne();
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("^Error \\[IST0106] ", ""))
        .toList();
  }

  private String answered(Kind kind, String body) throws IOException {
    String admin = Files.readString(folder.resolve("state/admin-token")).strip();
    var details = new StringBuilder();
    WebTestClient.bindToServer()
        .baseUrl("http://localhost:" + port)
        .build()
        .put()
        .uri("/api/v1/namespaces/shop/{kind}/a", kind.plural())
        .headers(headers -> headers.setBearerAuth(admin))
        .contentType(MediaType.parseMediaType("application/yaml"))
        .bodyValue(body)
        .exchange()
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.detail")
        .value(detail -> details.append(detail));
    return details.toString();
  }

  private static void awaitLogged(String sentence, CapturedOutput output)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!output.getOut().contains(sentence)) {
      assertThat(System.nanoTime()).as(sentence + " in " + output).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
