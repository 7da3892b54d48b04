package mesh.pilot.source.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.model.Kind;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.Rule;
import mesh.pilot.model.RuleName;
import mesh.pilot.source.RuleTexts;
import mesh.pilot.source.api.RuleChangeException.Reason;
import mesh.pilot.validate.Admission;
import mesh.pilot.validate.Analysis;
import mesh.pilot.validate.Review;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRulesTest {

  private static final RuleName STOCK = new RuleName(Kind.DESTINATION_RULE, "shop", "stock");

  @TempDir private Path state;
  private List<String> world = List.of();
  private Admission admission;
  private ApiRules rules;

  @BeforeEach
  void start() {
    admission = new Admission((source, its) -> world = its.stream().map(Rule::title).toList());
    var analysis = new Analysis(state.resolve("none"), InstantSource.system());
    var review = new Review(MeshSettings.USUAL, analysis);
    rules = new ApiRules(state.resolve("rules"), admission, review, 3);
    rules.load();
  }

  @Test
  void keepsWhatItTakes() {
    ApiRules.Outcome made = put(STOCK, body("ROUND_ROBIN"));

    assertThat(made.isNew()).isTrue();
    assertThat(world).containsExactly("DestinationRule shop/stock");

    world = List.of();
    start();

    assertThat(world).containsExactly("DestinationRule shop/stock");
    assertThat(rules.get(STOCK)).isEqualTo(made.rule());
  }

  @Test
  void theDocumentKeepsItsDigitsAndLosesWhatMeansNothing() {
    put(
        STOCK,
        """
        {"apiVersion": "networking.istio.io/v1", "kind": "DestinationRule",
         "metadata": {"labels": {"v": 1.10}, "uid": "x", "creationTimestamp": null},
         "spec": {"host": "stock", "subsets": [{"name": "a", "labels": {"version": 1.10}}]},
         "status": {"a": 1}}
        """);

    assertThat(rules.get(STOCK).text())
        .isEqualTo(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata:
              name: stock
              namespace: shop
              labels:
                v: 1.10
              resourceVersion: %s
            spec:
              host: stock
              subsets:
              - name: a
                labels:
                  version: 1.10
            """
                .formatted(rules.get(STOCK).version()));
  }

  @Test
  void theSameContentHasTheSameVersion() {
    String first = put(STOCK, body("ROUND_ROBIN")).rule().version();
    String second = put(STOCK, body("RANDOM")).rule().version();
    String third = put(STOCK, body("ROUND_ROBIN")).rule().version();

    assertThat(second).isNotEqualTo(first);
    assertThat(third).isEqualTo(first);
  }

  @Test
  void onlyWhoHasSeenTheRuleMayReplaceIt() {
    String version = put(STOCK, body("ROUND_ROBIN")).rule().version();

    assertRefused(Reason.PRECONDITION, () -> put(STOCK, List.of("other"), List.of()));
    assertRefused(Reason.PRECONDITION, () -> put(STOCK, List.of(), List.of("*")));
    assertThat(put(STOCK, List.of("other", version), List.of()).isNew()).isFalse();
  }

  @Test
  void aDocumentSaysWhichVersionItWasMadeFrom() {
    put(STOCK, body("ROUND_ROBIN"));
    String seen = rules.get(STOCK).text();
    put(STOCK, seen.replace("ROUND_ROBIN", "RANDOM"));

    assertRefused(Reason.CHANGED, () -> put(STOCK, seen.replace("ROUND_ROBIN", "LEAST_REQUEST")));
  }

  @Test
  void nobodyTakesANameOfAnotherSource() {
    admission.admit("folder", RuleTexts.rules(named("stock", "shop")));

    assertThatThrownBy(() -> put(STOCK, body("RANDOM")))
        .hasMessage(
            "DestinationRule shop/stock is at rules.yaml:3:11: change it there, or remove it there"
                + " first");
    assertRefused(Reason.TAKEN, () -> rules.delete(STOCK, Precondition.NONE, false));
  }

  @Test
  void aDryRunChangesNothing() {
    assertThat(rules.put(STOCK, body("RANDOM"), Precondition.NONE, true).isNew()).isTrue();
    assertRefused(Reason.UNKNOWN, () -> rules.get(STOCK));
    put(STOCK, body("RANDOM"));
    rules.delete(STOCK, Precondition.NONE, true);

    assertThat(world).hasSize(1);
    assertThat(rules.all()).hasSize(1);
  }

  @Test
  void whatIsRemovedStaysRemoved() {
    put(STOCK, body("RANDOM"));
    rules.delete(STOCK, Precondition.NONE, false);

    assertThat(world).isEmpty();
    start();
    assertThat(rules.all()).isEmpty();
    assertRefused(Reason.UNKNOWN, () -> rules.delete(STOCK, Precondition.NONE, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "apiVersion: networking.istio.io/v1\nkind: Dest", "\0\0\0"})
  void aCrashWhileWritingLeavesTheOldRule(String written) throws IOException {
    String old = put(STOCK, body("ROUND_ROBIN")).rule().version();
    Path file = state.resolve("rules/shop/destinationrules/stock.yaml");
    Files.writeString(file.resolveSibling("stock.yaml.new"), written);
    start();

    assertThat(rules.get(STOCK).version()).isEqualTo(old);
    assertThat(file.resolveSibling("stock.yaml.new")).doesNotExist();
    assertThat(put(STOCK, body("RANDOM")).isNew()).isFalse();
  }

  @Test
  void aFileThatIsBrokenIsLeftOutAndTheOthersGoOn() throws IOException {
    put(STOCK, body("ROUND_ROBIN"));
    Path broken = state.resolve("rules/shop/destinationrules/broken.yaml");
    Files.writeString(broken, "apiVersion: networking.istio.io/v1\nkind: [");
    start();

    assertThat(world).containsExactly("DestinationRule shop/stock");
    assertThat(broken).exists();
  }

  @Test
  void whatCannotBeKeptIsNotServed() throws IOException {
    Files.createDirectories(state.resolve("rules"));
    Files.writeString(state.resolve("rules/shop"), "a file in the place of a folder");

    assertThatThrownBy(() -> put(STOCK, body("RANDOM"))).isInstanceOf(UncheckedIOException.class);
    assertThat(world).isEmpty();
    assertThat(rules.all()).isEmpty();
  }

  @Test
  void filesAreForTheirOwnerAlone() throws IOException {
    put(STOCK, body("RANDOM"));

    try (Stream<Path> files = Files.walk(state).filter(Files::isRegularFile)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aLongNameIsKeptAsWell() {
    var name = new RuleName(Kind.DESTINATION_RULE, "shop", "a".repeat(253));
    put(name, body("RANDOM"));
    start();

    assertThat(rules.get(name).rule().meta().name()).hasSize(253);
  }

  @Test
  void thereIsAMost() {
    for (String name : List.of("a", "b", "c")) {
      put(new RuleName(Kind.DESTINATION_RULE, "shop", name), body("RANDOM"));
    }

    assertRefused(Reason.FULL, () -> put(STOCK, body("RANDOM")));
    put(new RuleName(Kind.DESTINATION_RULE, "shop", "a"), body("ROUND_ROBIN"));
  }

  @Test
  void thePathAndTheDocumentSayTheSame() {
    assertThatThrownBy(() -> put(STOCK, named("other", "default")))
        .isInstanceOf(RefusedRulesException.class)
        .hasMessage(
            "api:3:18: DestinationRule shop/stock: metadata.name: other (expected: stock, as the"
                + " path says)\n"
                + "api:3:36: DestinationRule shop/stock: metadata.namespace: default (expected:"
                + " shop, as the path says)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "---\n", "null"})
  void oneDocumentIsNeeded(String body) {
    assertThatThrownBy(() -> put(STOCK, body))
        .hasMessage("api:1:1: DestinationRule shop/stock: 0 documents (expected: one document)");
  }

  private ApiRules.Outcome put(RuleName name, String body) {
    return rules.put(name, body, Precondition.NONE, false);
  }

  private ApiRules.Outcome put(RuleName name, List<String> match, List<String> noneMatch) {
    return rules.put(name, body("RANDOM"), new Precondition(match, noneMatch), false);
  }

  private static void assertRefused(Reason reason, Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOfSatisfying(
            RuleChangeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static String body(String balancer) {
    return """
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    spec:
      host: stock
      trafficPolicy: {loadBalancer: {simple: %s}}
    """
        .formatted(balancer);
  }

  private static String named(String name, String namespace) {
    return """
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: %s, namespace: %s}
    spec: {host: stock}
    """
        .formatted(name, namespace);
  }
}
