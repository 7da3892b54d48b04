package mesh.telemetry.policy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RateLimitTextTest {

  static Stream<Arguments> refused() {
    String head = "domain: d\ndescriptors:\n- key: k\n";
    String limit = head + "  rate_limit:\n";
    return Stream.of(
        Arguments.of("", "f.yaml: domain: null (expected: the name of a domain)"),
        Arguments.of("descriptors: []", "f.yaml:1: domain: null (expected: the name of a domain)"),
        Arguments.of("domain: [", "f.yaml:1"),
        Arguments.of("- a", "f.yaml:1: a list (expected: an object)"),
        Arguments.of(
            "domain: d\n---\ndomain: e",
            "f.yaml:3: a second document (expected: one document in a file)"),
        Arguments.of(
            "domain: d\ndescriptor: []",
            "f.yaml:2: descriptor: a list (expected: one of domain, descriptors;"
                + " did you mean descriptors?)"),
        Arguments.of(
            "domain: d\ndescriptors:\n- value: v",
            "f.yaml:3: descriptors[0].key: null (expected: a key)"),
        Arguments.of(
            "domain: d\ndescriptors: {}", "f.yaml:2: descriptors: an object (expected: a list)"),
        Arguments.of(
            head + "- key: k", "f.yaml:4: descriptors[1]: k (expected: each key and value once"),
        Arguments.of(
            head + "  key: l", "f.yaml:4: descriptors[0].key: l (expected: each name once)"),
        Arguments.of(
            head + "  metadata: {a: b}",
            "f.yaml:4: descriptors[0].metadata: an object (expected: one of key, value,"),
        Arguments.of(
            head + "  shadow_mode: yes",
            "f.yaml:4: descriptors[0].shadow_mode: yes (expected: true or false)"),
        Arguments.of(
            head + "  shadow_mode: true",
            "f.yaml:4: descriptors[0].shadow_mode: true (expected: a rate_limit beside it)"),
        Arguments.of(
            head + "  share_threshold: true",
            "f.yaml:4: descriptors[0].share_threshold: true (expected: a value with * in it"),
        Arguments.of(
            limit + "    unit: fortnight\n    requests_per_unit: 1",
            "f.yaml:5: descriptors[0].rate_limit.unit: fortnight (expected: second, minute, hour,"
                + " day, week, month, year)"),
        Arguments.of(
            limit + "    requests_per_unit: 1",
            "f.yaml:5: descriptors[0].rate_limit.unit: null (expected: second,"),
        Arguments.of(
            limit + "    unit: second",
            "f.yaml:5: descriptors[0].rate_limit.requests_per_unit: null (expected:"),
        Arguments.of(
            limit + "    unit: second\n    requests_per_unit: -1",
            "f.yaml:6: descriptors[0].rate_limit.requests_per_unit: -1 (expected: 0..4294967295)"),
        Arguments.of(
            limit + "    unit: second\n    requests_per_unit: 4294967296",
            "f.yaml:6: descriptors[0].rate_limit.requests_per_unit: 4294967296 (expected:"),
        Arguments.of(
            limit + "    unit: second\n    unlimited: true",
            "f.yaml:5: descriptors[0].rate_limit.unit: second (expected: nothing beside unlimited"),
        Arguments.of(
            limit + "    unlimited: true\n    name: a\n    replaces: [{name: a}]",
            "f.yaml:7: descriptors[0].rate_limit.replaces[0].name: a (expected: the name of"),
        Arguments.of(
            limit + "    unlimited: true\n    replaces: [{}]",
            "f.yaml:6: descriptors[0].rate_limit.replaces[0].name: null (expected: the name of"),
        Arguments.of(
            head
                + "  rate_limit: {unit: day, requests_per_unit: 1}\n"
                + "  shadow_mode: true\n  quota_mode: true",
            "f.yaml:6: descriptors[0].quota_mode: true (expected: not both of"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void tellsAllFaultsOfAllFiles() {
    var texts = new RateLimitText();
    texts.add("a.yaml", "domain: d\ndescriptors:\n- kee: k");
    texts.add("b.yaml", "domain: d");

    assertThatThrownBy(texts::rules)
        .hasMessageContaining("a.yaml:3: descriptors[0].kee: k (expected: one of key,")
        .hasMessageContaining("did you mean key?")
        .hasMessageContaining("a.yaml:3: descriptors[0].key: null")
        .hasMessageContaining("b.yaml:1: domain: d (expected: a domain that a.yaml does not have)");
  }

  @Test
  void takesUnitsInAnyCaseAndNumbersUpTo32Bits() {
    RateLimitRules rules =
        read(
            "domain: d\ndescriptors:\n- key: k\n"
                + "  rate_limit: {unit: Week, requests_per_unit: 4294967295}");

    assertThat(rules.knows("d")).isTrue();
  }

  @Test
  void findsStarsAnywhere() {
    assertThat(Wildcard.of("/api/*/resource/*/action").matches("/api/v1/resource/1/2/action"))
        .isTrue();
    assertThat(Wildcard.of("/api/*/action").matches("/api/1/other")).isFalse();
    assertThat(Wildcard.of("value*").matches("value")).isTrue();
    assertThat(Wildcard.of("ab*ba").matches("aba")).isFalse();
    assertThat(Wildcard.of("a*b*c").matches("acbc")).isTrue();
    assertThat(Wildcard.of("a*b*bc").matches("abc")).isFalse();
  }

  private static RateLimitRules read(String text) {
    var texts = new RateLimitText();
    texts.add("f.yaml", text);
    return texts.rules();
  }
}
