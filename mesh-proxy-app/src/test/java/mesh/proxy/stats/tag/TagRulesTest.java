package mesh.proxy.stats.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TagRulesTest {

  /**
   * Lines such as {@code tcp.x.y -> tcp.y {envoy.tcp_prefix=x}}; what Envoy 1.40 makes of these
   * names.
   */
  static Stream<String> standardTags() throws IOException {
    try (var lines = TagRulesTest.class.getResourceAsStream("standard-tags.txt")) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }

  @ParameterizedTest
  @MethodSource("standardTags")
  void findsEnvoysTags(String line) {
    String name = line.substring(0, line.indexOf(" -> "));

    assertThat(name + " -> " + shown(TagRules.STANDARD.split(name))).isEqualTo(line);
  }

  @Test
  void findsATagOfTheConfiguration() {
    var rules =
        TagRules.of(
            false,
            List.of(
                new TagRules.Rule("cluster_name", "^cluster\\.((.+?(\\..+?\\.svc)?)\\.)", null)));

    assertThat(shown(rules.split("cluster.shop.default.svc.upstream_rq")))
        .isEqualTo("cluster.upstream_rq {cluster_name=shop.default.svc}");
    assertThat(shown(rules.split("cluster.x.upstream_rq")))
        .isEqualTo("cluster.upstream_rq {cluster_name=x}");
  }

  @Test
  void setsAFixedTagOnEveryMetric() {
    var rules = TagRules.of(true, List.of(new TagRules.Rule("zone", null, "eu-1")));

    assertThat(shown(rules.split("server.live"))).isEqualTo("server.live {zone=eu-1}");
  }

  @Test
  void takesEnvoysRuleForATagWithoutOne() {
    var rules = TagRules.of(false, List.of(new TagRules.Rule("envoy.tcp_prefix", null, null)));

    assertThat(shown(rules.split("tcp.in.downstream_cx_total")))
        .isEqualTo("tcp.downstream_cx_total {envoy.tcp_prefix=in}");
    assertThat(shown(rules.split("http.in.rq_total"))).isEqualTo("http.in.rq_total {}");
  }

  @Test
  void readsPosixClasses() {
    var rules = TagRules.of(false, List.of(new TagRules.Rule("port", "_([[:digit:]]+)\\.", null)));

    assertThat(shown(rules.split("listener.a_80.x"))).isEqualTo("listener.a_.x {port=80}");
  }

  @Test
  void refusesATagThatIsSetTwice() {
    assertThatThrownBy(
            () ->
                TagRules.of(true, List.of(new TagRules.Rule("envoy.cluster_name", "^x(y)", null))))
        .hasMessage(
            "stats_tags[0].tag_name: envoy.cluster_name (expected: a tag that no other rule sets)");
  }

  @Test
  void refusesARegexWithoutAGroup() {
    assertThatThrownBy(() -> TagRules.of(true, List.of(new TagRules.Rule("x", "^cluster", null))))
        .hasMessage(
            "stats_tags[0].regex: ^cluster (expected: a group around what leaves the name)");
  }

  @Test
  void refusesAnUnknownTagWithoutARule() {
    assertThatThrownBy(() -> TagRules.of(true, List.of(new TagRules.Rule("x", null, null))))
        .hasMessage(
            "stats_tags[0].tag_name: x (expected: one of Envoy's own tags, or a regex or"
                + " fixed_value beside it)");
  }

  private static String shown(TagRules.Tagged tagged) {
    var tags = tagged.tags().stream().map(tag -> tag.name() + "=" + tag.value()).toList();
    return tagged.name() + " {" + String.join(", ", tags) + "}";
  }
}
