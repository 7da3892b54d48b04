package mesh.pilot.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import mesh.pilot.document.Problem;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.model.VirtualService;
import mesh.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTextTest {

  static Stream<Golden> refused() {
    return Golden.cases(RuleTextTest.class, "refused");
  }

  @ParameterizedTest
  @MethodSource
  void refused(Golden story) {
    var text = new RuleText();
    text.add("rules.yaml", story.inputText());

    assertThatThrownBy(text::rules)
        .isInstanceOfSatisfying(
            RefusedRulesException.class, e -> story.check(String.valueOf(e.getMessage())));
  }

  @Test
  void readsSeveralDocumentsOfAText() {
    var text = new RuleText();
    text.add(
        "rules.yaml",
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: a, namespace: shop}
        spec:
          hosts: [stock]
          http: [{route: [{destination: {host: stock}}]}]
        ---
        ---
        {"apiVersion": "networking.istio.io/v1beta1", "kind": "DestinationRule",
         "metadata": {"name": "a"}, "spec": {"host": "stock"}}
        """);

    assertThat(text.rules())
        .extracting(rule -> rule.kind().text() + " " + rule.meta().key())
        .containsExactly("VirtualService shop/a", "DestinationRule default/a");
    assertThat(text.rules().getFirst())
        .isInstanceOfSatisfying(
            VirtualService.class, rule -> assertThat(rule.gateways()).containsExactly("mesh"));
  }

  @Test
  void takesSnakeCaseAsProtobufDoes() {
    var text = new RuleText();
    text.add(
        "rules.yaml",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: a}
        spec:
          host: stock
          traffic_policy: {outlier_detection: {consecutive5xxErrors: 3}}
        """);

    assertThat(text.rules()).hasSize(1);
  }

  @Test
  void takesTheItemsOfAList() {
    var text = new RuleText();
    text.add(
        "rules.yaml",
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: {name: a}
          spec: {host: stock}
        - apiVersion: networking.istio.io/v1
          kind: DestinationRule
          metadata: {name: b}
          spec: {hots: stock, host: stock}
        """);

    assertThat(text.problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "rules.yaml:11:10: DestinationRule default/b: spec.hots: stock (expected: a field that"
                + " we support: host, trafficPolicy, subsets; did you mean host?)");
  }
}
