package mesh.proxy.route.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UriTemplateTest {

  @Test
  void matchesSegments() {
    assertThat(matches("/videos/*/*/*.m4s", "/videos/123414/hls/1080p5000_00001.m4s")).isTrue();
    assertThat(matches("/videos/*/*/*.m4s", "/videos/123414/hls/x/1080p5000_00001.m4s")).isFalse();
    assertThat(matches("/videos/{file}", "/videos/1080p5000_00001.m4s")).isTrue();
    assertThat(matches("/videos/{file}", "/videos/")).isFalse();
    assertThat(matches("/**.mpd", "/content/123/india/dash/55/manifest.mpd")).isTrue();
    assertThat(matches("/a/**", "/a/")).isTrue();
    assertThat(matches("/a/", "/a/")).isTrue();
    assertThat(matches("/a/", "/a")).isFalse();
    assertThat(matches("/{v=lang/*}/x", "/lang/en/x")).isTrue();
    assertThat(matches("/a.b", "/axb")).isFalse();
    assertThat(matches("/*", "/a;v=1*")).isTrue();
  }

  @Test
  void putsVariablesIntoAnotherTemplate() {
    assertThat(rewrite("/{one}/{two}", "/{two}/{one}", "/cat/dog")).isEqualTo("/dog/cat");
    assertThat(rewrite("/videos/{language=lang/*}/*", "/{language}", "/videos/lang/en/video.m4s"))
        .isEqualTo("/lang/en");
    assertThat(rewrite("/{rest=**}", "/new/{rest}.x", "/a/b")).isEqualTo("/new/a/b.x");
    assertThat(rewrite("/{a}", "/{a}", "/b/c")).isNull();
  }

  @Test
  void refusesTemplatesThatAreWrong() {
    refuses("a", "a path that starts with a slash");
    refuses("/**/*", "no operator after **");
    refuses("/{a}/{a}", "variables with different names");
    refuses("/{1}", "variables that start with a letter");
    refuses("/{a}/{b}/{c}/{d}/{e}/{f}", "at most 5 variables");
    refuses("/{a", "a } for every {");
    refuses("/{a=}", "a pattern after =");
    refuses("/a//b", "no empty segments");
    refuses("/*x/y", "literal text after an operator to end the template");
    refuses("/a?b", "characters of a path only, not '?'");
  }

  @Test
  void refusesSubstitutionsWithUnknownVariables() {
    UriTemplate template = UriTemplate.of("path_template", "/{a}");

    assertThatThrownBy(() -> template.substitution("rewrite", "/{b}"))
        .hasMessage("rewrite: /{b} (expected: variables of /{a}: [a])");
    assertThatThrownBy(() -> template.substitution("rewrite", "//x"))
        .hasMessageContaining("has no two in a row");
  }

  private static void refuses(String template, String expected) {
    assertThatThrownBy(() -> UriTemplate.of("path_template", template))
        .hasMessageStartingWith("path_template: " + template + " (expected: " + expected);
  }

  private static boolean matches(String template, String path) {
    return UriTemplate.of("path_template", template).matches(path, path.length());
  }

  private static @Nullable String rewrite(String template, String substitution, String path) {
    UriTemplate compiled = UriTemplate.of("path_template", template);
    return compiled.rewrite(path, compiled.substitution("rewrite", substitution));
  }
}
