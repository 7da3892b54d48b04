package mesh.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import mesh.proxy.runtime.Runtime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegexTest {

  @AfterEach
  void restoreLimit() {
    Regex.limitProgramSize(Regex.USUAL_MAX_PROGRAM_SIZE);
  }

  @Test
  void refusesExpressionsThatAreTooBig() {
    Regex.limitProgramSize(10);

    assertThatThrownBy(() -> Regex.compile("regex", "(a|b){20}"))
        .hasMessageStartingWith(
            "regex: (a|b){20} (expected: a program of at most 10 instructions, not ")
        .hasMessageEndingWith("; the runtime key re2.max_program_size.error_level sets the limit)");
  }

  @Test
  void takesTheLimitFromTheRuntime() {
    var runtime = new Runtime(bound -> 0);
    Regex.limitProgramSize(runtime);
    String big = "a".repeat(200);

    assertThatThrownBy(() -> Regex.compile("regex", big)).hasMessageContaining("at most 100 ");
    runtime.replace(Map.of("re2.max_program_size.error_level", 1000.0));
    assertThat(Regex.compile("regex", big).matches(big)).isTrue();
  }

  @Test
  void replacesEveryMatchAndItsGroups() {
    assertThat(rewrite("one", "two", "/xxx/one/yyy/one/zzz")).isEqualTo("/xxx/two/yyy/two/zzz");
    assertThat(rewrite("^(.*?)one(.*)$", "\\1two\\2", "/xxx/one/yyy/one/zzz"))
        .isEqualTo("/xxx/two/yyy/one/zzz");
    assertThat(rewrite("(?i)/xxx/", "/yyy/", "/aaa/XxX/bbb")).isEqualTo("/aaa/yyy/bbb");
    assertThat(rewrite("^/service/([^/]+)(/.*)$", "\\2/instance/\\1", "/service/foo/v1/api"))
        .isEqualTo("/v1/api/instance/foo");
    assertThat(rewrite("b", "[\\0]\\\\$1", "abc")).isEqualTo("a[b]\\$1c");
  }

  @Test
  void leavesWhatDoesNotMatch() {
    assertThat(rewrite("x", "y", "abc")).isEqualTo("abc");
  }

  @Test
  void leavesOutGroupsThatTookNoPart() {
    assertThat(rewrite("a(x)?c", "<\\1>", "ac")).isEqualTo("<>");
  }

  @Test
  void refusesGroupsThatAreNotThere() {
    assertThatThrownBy(() -> RegexRewrite.of(Regex.compile("r", "(a)"), "substitution", "\\2"))
        .hasMessage(
            "substitution: \\2 (expected: after a backslash, a backslash or a group number of 0 to"
                + " 1)");
    assertThatThrownBy(() -> RegexRewrite.of(Regex.compile("r", "a"), "substitution", "b\\"))
        .hasMessageContaining("after a backslash");
  }

  private static String rewrite(String regex, String substitution, String text) {
    return RegexRewrite.of(Regex.compile("regex", regex), "substitution", substitution)
        .rewrite(text);
  }
}
