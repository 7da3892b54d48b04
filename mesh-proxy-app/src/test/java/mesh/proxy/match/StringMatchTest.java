package mesh.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import mesh.config.InvalidConfigException;
import org.junit.jupiter.api.Test;

class StringMatchTest {

  @Test
  void comparesTheWhole() throws Exception {
    assertThat(matcher("exact: 'abc'").matches("abc")).isTrue();
    assertThat(matcher("exact: 'abc'").matches("abcd")).isFalse();
    assertThat(matcher("exact: 'abc'").matches("Abc")).isFalse();
    assertThat(matcher("exact: ''").matches("")).isTrue();
  }

  @Test
  void comparesBothEndsAndTheMiddle() throws Exception {
    assertThat(matcher("prefix: 'ab'").matches("abc")).isTrue();
    assertThat(matcher("prefix: 'ab'").matches("a")).isFalse();
    assertThat(matcher("suffix: 'bc'").matches("abc")).isTrue();
    assertThat(matcher("suffix: 'bc'").matches("c")).isFalse();
    assertThat(matcher("contains: 'b'").matches("abc")).isTrue();
    assertThat(matcher("contains: 'x'").matches("abc")).isFalse();
  }

  @Test
  void ignoresTheCaseOfAsciiOnly() throws Exception {
    assertThat(matcher("exact: 'ABC' ignore_case: true").matches("abc")).isTrue();
    assertThat(matcher("prefix: 'AB' ignore_case: true").matches("abc")).isTrue();
    assertThat(matcher("suffix: 'BC' ignore_case: true").matches("abc")).isTrue();
    assertThat(matcher("contains: 'B' ignore_case: true").matches("abc")).isTrue();
    assertThat(matcher("contains: 'BX' ignore_case: true").matches("abc")).isFalse();
    assertThat(new StringMatch.Exact("\u00c9", true).matches("\u00e9")).isFalse();
  }

  @Test
  void matchesAnExpressionWithTheWhole() throws Exception {
    StringMatch digits = matcher("safe_regex { regex: '\\\\d{3}' }");

    assertThat(digits.matches("123")).isTrue();
    assertThat(digits.matches("1234")).isFalse();
  }

  @Test
  void cutsQueryAndFragmentOffPaths() throws Exception {
    var path =
        StringMatchConfig.path(TextFormat.parse("path { exact: '/data' }", PathMatcher.class));

    assertThat(path.matches("/data?param=value")).isTrue();
    assertThat(path.matches("/data#fragment?param=value")).isTrue();
    assertThat(path.matches("/data/x")).isFalse();
  }

  @Test
  void refusesPatternsThatMatchEverything() {
    assertThatThrownBy(() -> matcher("prefix: ''"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("prefix:  (expected: at least one character)");
    assertThatThrownBy(() -> matcher(""))
        .hasMessage(
            "match_pattern: null (expected: one of exact, prefix, suffix, contains, safe_regex)");
  }

  @Test
  void refusesToIgnoreCaseInExpressions() {
    assertThatThrownBy(() -> matcher("safe_regex { regex: 'a' } ignore_case: true"))
        .hasMessageStartingWith("ignore_case: true (expected: (?i) in the expression");
  }

  @Test
  void refusesExpressionsThatAreWrong() {
    assertThatThrownBy(() -> matcher("safe_regex { regex: '(' }"))
        .hasMessage(
            "safe_regex.regex: ( (expected: a regular expression in RE2 syntax; missing closing"
                + " ))");
  }

  private static StringMatch matcher(String proto) throws Exception {
    return StringMatchConfig.parse(TextFormat.parse(proto, StringMatcher.class));
  }
}
