package mesh.pilot.bootstrap.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.Rule;
import mesh.pilot.serve.push.Worlds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.grpc.server.port=0", "mesh.pilot.rules-api.max-body=2KB"})
class RulesApiIT {

  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");
  private static final String STOCK = "/api/v1/namespaces/shop/destinationrules/stock";

  @TempDir private static Path folder;

  @LocalServerPort private int port;
  @Autowired private Worlds worlds;
  private WebTestClient client;
  private String admin;

  @DynamicPropertySource
  static void folders(DynamicPropertyRegistry registry) throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("rules.yaml"), body("own", "RANDOM"));
    registry.add("mesh.pilot.config-dir", rules::toString);
    registry.add("mesh.pilot.state-dir", () -> folder.resolve("state").toString());
    registry.add(
        "mesh.pilot.rules",
        () -> body("of-yml", "RANDOM").replace("metadata: {", "metadata: {namespace: yml, "));
  }

  @BeforeEach
  void start() throws IOException {
    client = WebTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    admin = Files.readString(folder.resolve("state/admin-token")).strip();
  }

  @AfterEach
  void removeWhatWasMade() {
    client
        .delete()
        .uri(STOCK)
        .headers(headers -> headers.setBearerAuth(admin))
        .exchange()
        .expectBody()
        .returnResult();
  }

  @Test
  void aRuleIsMadeReadReplacedAndRemoved() {
    String first =
        put(STOCK, body("stock", "RANDOM"))
            .expectStatus()
            .isCreated()
            .expectHeader()
            .contentType(MediaType.APPLICATION_JSON)
            .expectBody()
            .jsonPath("$.resource")
            .isEqualTo("DestinationRule shop/stock")
            .jsonPath("$.warnings[0].code")
            .isEqualTo("IST0174")
            .returnResult()
            .getResponseHeaders()
            .getETag();

    assertThat(served()).contains("DestinationRule shop/stock");
    client
        .get()
        .uri(STOCK)
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .valueEquals("ETag", String.valueOf(first))
        .expectBody()
        .jsonPath("$.spec.trafficPolicy.loadBalancer.simple")
        .isEqualTo("RANDOM");
    client
        .get()
        .uri(STOCK)
        .accept(YAML)
        .exchange()
        .expectHeader()
        .contentType(YAML)
        .expectBody(String.class)
        .value(text -> assertThat(text).contains("      simple: RANDOM\n"));

    put(STOCK, body("stock", "ROUND_ROBIN"), Map.of("If-Match", String.valueOf(first)))
        .expectStatus()
        .isOk()
        .expectBody()
        .returnResult();
    refused(
        put(STOCK, body("stock", "RANDOM"), Map.of("If-Match", String.valueOf(first))),
        412,
        "DestinationRule shop/stock has version ");

    client
        .delete()
        .uri(STOCK)
        .headers(headers -> headers.setBearerAuth(admin))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.change")
        .isEqualTo("deleted");
    refused(client.get().uri(STOCK).exchange(), 404, "The Rules API has no ");
    assertThat(served()).doesNotContain("DestinationRule shop/stock");
  }

  @Test
  void jsonIsTakenAsYamlIs() {
    client
        .put()
        .uri(STOCK)
        .headers(headers -> headers.setBearerAuth(admin))
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(
            "{\"apiVersion\": \"networking.istio.io/v1\", \"kind\": \"DestinationRule\","
                + " \"spec\": {\"host\": \"stock\"}}")
        .exchange()
        .expectStatus()
        .isCreated()
        .expectBody()
        .returnResult();
  }

  @Test
  void aDryRunChangesNothing() {
    put(STOCK + "?dryRun=true", body("stock", "RANDOM"))
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.change")
        .isEqualTo("created")
        .jsonPath("$.dryRun")
        .isEqualTo(true);

    assertThat(served()).doesNotContain("DestinationRule shop/stock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dryrun=true", "dry-run=true", "dryRun=true&force=true"})
  void aParameterThatNobodyReadsChangesNothing(String query) {
    put(STOCK + "?" + query, body("stock", "RANDOM"))
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.detail")
        .value(
            detail ->
                assertThat(String.valueOf(detail))
                    .contains(" (expected: a parameter that we know: dryRun"));

    assertThat(served()).doesNotContain("DestinationRule shop/stock");
  }

  @Test
  void listsShowOwnRulesAndWhereTheOthersAre() {
    put(STOCK, body("stock", "RANDOM")).expectBody().returnResult();

    client
        .get()
        .uri("/api/v1/namespaces/shop/destinationrules")
        .exchange()
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(1)
        .jsonPath("$.items[0].metadata.name")
        .isEqualTo("stock");
    client
        .get()
        .uri("/api/v1/rules?kind=destinationrules")
        .exchange()
        .expectBody()
        .jsonPath("$[*].name")
        .isEqualTo(List.of("stock", "of-yml", "own"))
        .jsonPath("$[2].place")
        .isEqualTo(folder.resolve("rules/rules.yaml") + ":3:11");
    client
        .get()
        .uri("/api/v1/rules?namespace=yml")
        .exchange()
        .expectBody()
        .jsonPath("$[*].name")
        .isEqualTo("of-yml");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, '', 401",
    "PUT, nonsense, 401",
    "PUT, reader, 403",
    "DELETE, '', 401",
    "DELETE, reader, 403",
    "POST, reader, 403"
  })
  void onlyTheAdministratorChangesRules(String method, String token, int status)
      throws IOException {
    String shown =
        token.equals("reader") ? Files.readString(folder.resolve("state/reader-token")) : token;
    var answer =
        client
            .method(HttpMethod.valueOf(method))
            .uri(STOCK)
            .headers(
                headers -> {
                  if (!shown.isEmpty()) {
                    headers.setBearerAuth(shown.strip());
                  }
                })
            .exchange();

    refused(answer, status, status == 401 ? "Authorization: Bearer" : "The reader's token");
    assertThat(served()).doesNotContain("DestinationRule shop/stock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/rules", STOCK})
  void whoIsNotOnThisMachineNeedsATokenToRead(String path) throws IOException {
    var far = client.get().uri(path).header("X-Forwarded-For", "192.0.2.1");
    refused(far.exchange(), 401, "Authorization: Bearer");

    String reader = Files.readString(folder.resolve("state/reader-token")).strip();
    far.headers(headers -> headers.setBearerAuth(reader))
        .exchange()
        .expectStatus()
        .value(status -> assertThat(status).isNotIn(401, 403))
        .expectBody()
        .returnResult();
  }

  @Test
  void aNameThatAFileHasIsTaken() {
    String path = "/api/v1/namespaces/default/destinationrules/own";
    String place = folder.resolve("rules/rules.yaml") + ":3:11";

    refused(
        put(path, body("own", "RANDOM")), 409, "DestinationRule default/own is at " + place + ": ");
  }

  @Test
  void aDocumentOfAnOlderVersionConflicts() {
    put(STOCK, body("stock", "RANDOM")).expectBody().returnResult();
    String old = body("stock", "RANDOM").replace("{name:", "{resourceVersion: abc, name:");

    refused(put(STOCK, old), 409, "DestinationRule shop/stock has version ");
  }

  @Test
  void creationMayBeAllThatIsWanted() {
    put(STOCK, body("stock", "RANDOM"), Map.of("If-None-Match", "*"))
        .expectStatus()
        .isCreated()
        .expectBody()
        .returnResult();
    refused(
        put(STOCK, body("stock", "RANDOM"), Map.of("If-None-Match", "*")),
        412,
        "DestinationRule shop/stock has version ");
  }

  @Test
  void aLargeBodyIsRefused() {
    String body = body("stock", "RANDOM") + "#".repeat(3000);

    refused(put(STOCK, body), 413, "The body has more than 2048 bytes");
  }

  @Test
  void aWrongValueIsNamed() {
    put(STOCK, body("stock", "FASTEST"))
        .expectStatus()
        .isEqualTo(422)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo(422)
        .jsonPath("$.problems[0].resource")
        .isEqualTo("DestinationRule shop/stock")
        .jsonPath("$.problems[0].place")
        .isEqualTo("api:6:43")
        .jsonPath("$.problems[0].field")
        .isEqualTo("spec.trafficPolicy.loadBalancer.simple")
        .jsonPath("$.problems[0].value")
        .isEqualTo("FASTEST")
        .jsonPath("$.detail")
        .value(
            detail ->
                assertThat(String.valueOf(detail))
                    .isEqualTo(
                        "api:6:43: DestinationRule shop/stock:"
                            + " spec.trafficPolicy.loadBalancer.simple: FASTEST (expected:"
                            + " UNSPECIFIED, LEAST_REQUEST, LEAST_CONN, ROUND_ROBIN, RANDOM)"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/namespaces/shop/pods/a, 404, pods (expected: serviceentries",
    "/api/v1/namespaces/shop/destinationrules/A, 400, A: at most 253",
    "/api/v1/namespaces/-/destinationrules/a, 400, -: at most 253"
  })
  void aPathThatNamesNoRuleIsRefused(String path, int status, String why) {
    refused(put(path, body("stock", "RANDOM")), status, why);
  }

  @Test
  void otherFormsAreRefused() {
    client
        .put()
        .uri(STOCK)
        .headers(headers -> headers.setBearerAuth(admin))
        .contentType(MediaType.APPLICATION_XML)
        .bodyValue("<a/>")
        .exchange()
        .expectStatus()
        .isEqualTo(415)
        .expectBody()
        .returnResult();
    client
        .get()
        .uri("/api/v1/rules")
        .accept(MediaType.APPLICATION_XML)
        .exchange()
        .expectStatus()
        .isEqualTo(406)
        .expectBody()
        .returnResult();
  }

  @Test
  void analysisSaysWhatWouldBeWrong() {
    client
        .post()
        .uri("/api/v1/analyze")
        .contentType(YAML)
        .bodyValue(
            body("own", "RANDOM").replace("host: stock", "host: stock.example.com")
                + "---\n"
                + body("two", "RANDOM"))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.errors")
        .isEqualTo(0)
        .jsonPath("$.problems[?(@.resource == 'DestinationRule default/own')].value")
        .isEqualTo("stock.example.com")
        .jsonPath("$.warnings")
        .isEqualTo(3);
    client
        .post()
        .uri("/api/v1/analyze?alone=true")
        .contentType(YAML)
        .bodyValue(body("two", "FASTEST"))
        .exchange()
        .expectBody()
        .jsonPath("$.errors")
        .isEqualTo(1);
  }

  private List<String> served() {
    return worlds.current().of(DestinationRule.class).stream().map(Rule::title).toList();
  }

  private WebTestClient.ResponseSpec put(String path, String body) {
    return put(path, body, Map.of());
  }

  private WebTestClient.ResponseSpec put(String path, String body, Map<String, String> headers) {
    return client
        .put()
        .uri(path)
        .headers(
            all -> {
              all.setBearerAuth(admin);
              headers.forEach(all::set);
            })
        .contentType(YAML)
        .bodyValue(body)
        .exchange();
  }

  private static void refused(WebTestClient.ResponseSpec answer, int status, String why) {
    answer
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .value(detail -> assertThat(String.valueOf(detail)).startsWith(why));
  }

  private static String body(String name, String balancer) {
    return """
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: %s}
    spec:
      host: stock
      trafficPolicy: { loadBalancer: {simple: %s} }
    """
        .formatted(name, balancer);
  }
}
