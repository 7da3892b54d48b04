package mesh.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;

class HeaderMatchTest {

  private static final Headers NONE = new Headers();

  @Test
  void comparesTextInAllItsForms() throws Exception {
    assertThat(matcher("exact_match: 'v'").matches(head("v"))).isTrue();
    assertThat(matcher("exact_match: 'v'").matches(head("vv"))).isFalse();
    assertThat(matcher("prefix_match: 'v'").matches(head("vw"))).isTrue();
    assertThat(matcher("suffix_match: 'w'").matches(head("vw"))).isTrue();
    assertThat(matcher("contains_match: 'w'").matches(head("vwx"))).isTrue();
    assertThat(matcher("safe_regex_match { regex: 'v+' }").matches(head("vv"))).isTrue();
    assertThat(matcher("string_match { exact: 'V' ignore_case: true }").matches(head("v")))
        .isTrue();
  }

  @Test
  void takesAnyValueForAnEmptyOldExactMatch() throws Exception {
    assertThat(matcher("exact_match: ''").matches(head("v"))).isTrue();
    assertThat(matcher("exact_match: ''").matches(NONE)).isFalse();
  }

  @Test
  void comparesIntegersInAHalfOpenRange() throws Exception {
    HeaderMatch range = matcher("range_match { start: -10 end: 0 }");

    assertThat(range.matches(head("-10"))).isTrue();
    assertThat(range.matches(head("-1"))).isTrue();
    assertThat(range.matches(head("0"))).isFalse();
    assertThat(range.matches(head("somestring"))).isFalse();
    assertThat(range.matches(head("10.9"))).isFalse();
    assertThat(range.matches(head("-1somestring"))).isFalse();
    assertThat(range.matches(head(""))).isFalse();
  }

  @Test
  void asksForPresenceAndAbsence() throws Exception {
    assertThat(matcher("").matches(head("v"))).isTrue();
    assertThat(matcher("").matches(NONE)).isFalse();
    assertThat(matcher("present_match: true").matches(head(""))).isTrue();
    assertThat(matcher("present_match: false").matches(NONE)).isTrue();
    assertThat(matcher("present_match: false").matches(head("v"))).isFalse();
    assertThat(matcher("present_match: true invert_match: true").matches(NONE)).isTrue();
    assertThat(matcher("present_match: false invert_match: true").matches(head("v"))).isTrue();
  }

  @Test
  void doesNotMatchAMissingFieldEvenInverted() throws Exception {
    assertThat(matcher("exact_match: 'v' invert_match: true").matches(head("w"))).isTrue();
    assertThat(matcher("exact_match: 'v' invert_match: true").matches(head("v"))).isFalse();
    assertThat(matcher("exact_match: 'v' invert_match: true").matches(NONE)).isFalse();
  }

  @Test
  void takesAMissingFieldAsEmptyIfAsked() throws Exception {
    assertThat(
            matcher(
                    "range_match { start: 0 end: 10 } invert_match: true"
                        + " treat_missing_header_as_empty: true")
                .matches(NONE))
        .isTrue();
    assertThat(
            matcher(
                    "string_match { safe_regex { regex: '^$' } } treat_missing_header_as_empty:"
                        + " true")
                .matches(NONE))
        .isTrue();
    assertThat(matcher("string_match { safe_regex { regex: '^$' } }").matches(NONE)).isFalse();
  }

  @Test
  void looksAtEachOfSeveralFields() throws Exception {
    Headers head = new Headers().add("x-name", "a").add("x-name", "b");

    assertThat(matcher("exact_match: 'b'").matches(head)).isTrue();
    assertThat(matcher("exact_match: 'a,b'").matches(head)).isFalse();
    assertThat(matcher("exact_match: 'b' invert_match: true").matches(head)).isFalse();
    assertThat(matcher("exact_match: 'c' invert_match: true").matches(head)).isTrue();
  }

  @Test
  void comparesTheFirstValueOfAQueryParameter() throws Exception {
    assertThat(query("name: 'a' string_match { exact: '1' }").matches("/x?a=1&a=2")).isTrue();
    assertThat(query("name: 'a' string_match { exact: '2' }").matches("/x?a=1&a=2")).isFalse();
    assertThat(query("name: 'a' present_match: true").matches("/x?b&a")).isTrue();
    assertThat(query("name: 'a'").matches("/x?ab=1")).isFalse();
    assertThat(query("name: 'a' string_match { exact: '' }").matches("/x?a")).isTrue();
    assertThat(query("name: 'a'").matches("/a=1")).isFalse();
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertThatThrownBy(() -> matcher("string_match { prefix: '' }"))
        .hasMessage("string_match.prefix:  (expected: at least one character)");
    assertThatThrownBy(() -> HeaderMatchConfig.parse(HeaderMatcher.getDefaultInstance()))
        .hasMessage("name:  (expected: the name of a header field)");
  }

  private static Headers head(String value) {
    return new Headers().add("x-name", value);
  }

  private static HeaderMatch matcher(String proto) throws Exception {
    return HeaderMatchConfig.parse(
        TextFormat.parse("name: 'X-Name' " + proto, HeaderMatcher.class));
  }

  private static QueryMatch query(String proto) throws Exception {
    return HeaderMatchConfig.query(TextFormat.parse(proto, QueryParameterMatcher.class));
  }
}
