package mesh.proxy.filter.network.httpconnectionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.network.httpconnectionmanager.PathRules.EscapedSlashes;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRulesTest {

  @ParameterizedTest
  @CsvSource({
    "/a/../b, /b",
    "/a/%2e%2E/b?x=/../y, /b?x=/../y",
    "/../../.., /",
    "/a/.., /",
    "/a/b/., /a/b/",
    "/a/..;c=d/b, /b",
    "/a/%2e%2e;/b, /b",
    "/a/...;/b, /a/...;/b",
    "/%41%zz%2f, /A%zz%2f",
    "/a\\b, /a/b"
  })
  void makesPathsCanonical(String given, String expected) {
    Headers head = head(given);

    assertThat(new PathRules(true, false, EscapedSlashes.KEEP).apply(head)).isNull();

    assertThat(head.path()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"//a///b?c=//d, /a/b?c=//d", "/a//, /a/", "//, //"})
  void mergesSlashes(String given, String expected) {
    Headers head = head(given);

    assertThat(new PathRules(false, true, EscapedSlashes.KEEP).apply(head)).isNull();

    assertThat(head.path()).isEqualTo(expected);
  }

  @Test
  void refusesNulAndFragments() {
    var rules = new PathRules(true, false, EscapedSlashes.KEEP);

    assertThat(status(rules.apply(head("/a%00")))).isEqualTo(400);
    assertThat(status(rules.apply(head("/a#b")))).isEqualTo(400);
  }

  @Test
  void redirectsToThePathWithoutEscapedSlashesButNotGrpc() {
    var rules = new PathRules(false, false, EscapedSlashes.UNESCAPE_AND_REDIRECT);
    Headers grpc = head("/a%2fb").add("content-type", "application/grpc");

    LocalReply redirect = rules.apply(head("/a%2fb?c"));
    LocalReply refusal = rules.apply(grpc);

    assertThat(status(redirect)).isEqualTo(307);
    assertThat(redirect)
        .extracting(LocalReply::headers)
        .isNotNull()
        .hasToString("location: /a/b?c\n");
    assertThat(status(refusal)).isEqualTo(400);
    assertThat(grpc.path()).isEqualTo("/a/b");
  }

  private static Headers head(String path) {
    return Headers.request("GET", "http", "a", path);
  }

  private static int status(@Nullable LocalReply reply) {
    return reply == null ? 0 : reply.status();
  }
}
