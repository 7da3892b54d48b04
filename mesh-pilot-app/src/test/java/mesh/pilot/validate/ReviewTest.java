package mesh.pilot.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import mesh.pilot.document.Problem;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.source.RuleTexts;
import mesh.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules in, problems out: a case is a file. */
class ReviewTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  private final Review review =
      new Review(MeshSettings.USUAL, new Analysis(Path.of("no-such-folder"), CLOCK));

  static Stream<Golden> warnings() {
    return Golden.cases(ReviewTest.class, "warnings");
  }

  static Stream<Golden> refused() {
    return Golden.cases(ReviewTest.class, "refused");
  }

  @ParameterizedTest
  @MethodSource
  void warnings(Golden story) {
    check(story);
  }

  @ParameterizedTest
  @MethodSource
  void refused(Golden story) {
    List<Problem> problems = check(story);

    assertThat(problems).anyMatch(Problem::isError);
  }

  @Test
  void findsNothingWrongWithRulesThatFitTogether() {
    assertThat(review.of(RuleTexts.rules(STOCK + SHOP))).isEmpty();
  }

  @Test
  void aChangeTellsOfItsOwnRuleAndOfWhatItBreaks() {
    var before = RuleTexts.rules(STOCK + SHOP);
    var after = RuleTexts.rules(SHOP);

    assertThat(review.ofChange(before, after, "ServiceEntry default/stock"))
        .extracting(Problem::sentence)
        .containsExactly(
            unknown(8, "spec.http[0].route[0].destination.host"),
            unknown(10, "spec.http[1].route[0].destination.host"));
  }

  private static String unknown(int line, String field) {
    return "rules.yaml:"
        + line
        + ":34: VirtualService default/stock: "
        + field
        + ": stock (expected: the host of a service; there is no stock.default.svc.cluster.local)";
  }

  private List<Problem> check(Golden story) {
    List<Problem> problems = review.of(RuleTexts.rules(story.inputText()));
    story.check(String.join("\n", problems.stream().map(Problem::line).toList()));
    return problems;
  }

  private static final String STOCK =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: stock}
      spec:
        hosts: [stock.default.svc.cluster.local]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{number: 80, name: http, protocol: HTTP}]
        endpoints: [{address: 10.0.0.2, labels: {version: v1}}]
      ---
      """;
  private static final String SHOP =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: stock}
      spec:
        hosts: [stock]
        http:
        - match: [{uri: {prefix: /a}}]
          route: [{destination: {host: stock}}]
        - name: rest
          route: [{destination: {host: stock}}]
      ---
      """;
}
