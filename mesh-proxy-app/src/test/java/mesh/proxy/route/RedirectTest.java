package mesh.proxy.route;

import static mesh.proxy.route.Tables.get;
import static org.assertj.core.api.Assertions.assertThat;

import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;

class RedirectTest {

  @Test
  void changesSchemeAndDropsThePortItImplied() {
    assertThat(location("https_redirect: true", get("h", "/p?q"))).isEqualTo("https://h/p?q");
    assertThat(location("https_redirect: true", get("h:80", "/"))).isEqualTo("https://h/");
    assertThat(location("https_redirect: true", get("h:8080", "/"))).isEqualTo("https://h:8080/");
    assertThat(location("https_redirect: true", get("[::1]:80", "/"))).isEqualTo("https://[::1]/");
    assertThat(
            location("scheme_redirect: http", get("h:443", "/").add("x-forwarded-proto", "https")))
        .isEqualTo("http://h/");
    assertThat(location("scheme_redirect: http", get("h:80", "/"))).isEqualTo("http://h:80/");
  }

  @Test
  void changesHostAndPort() {
    assertThat(location("host_redirect: new", get("h:81", "/p"))).isEqualTo("http://new/p");
    assertThat(location("port_redirect: 8080", get("h:81", "/p"))).isEqualTo("http://h:8080/p");
    assertThat(location("{host_redirect: new, port_redirect: 8080}", get("h", "/p")))
        .isEqualTo("http://new:8080/p");
  }

  @Test
  void changesThePathAndKeepsTheQuery() {
    assertThat(location("path_redirect: /new", get("h", "/p?bar=1")))
        .isEqualTo("http://h/new?bar=1");
    assertThat(location("{path_redirect: /new, strip_query: true}", get("h", "/p?bar=1")))
        .isEqualTo("http://h/new");
    assertThat(location("{path_redirect: '/new?foo=1', strip_query: true}", get("h", "/p?bar=1")))
        .isEqualTo("http://h/new?foo=1");
    assertThat(location("path_redirect: '/new?foo=1'", get("h", "/p?bar=1")))
        .isEqualTo("http://h/new?foo=1");
    assertThat(location("strip_query: true", get("h", "/p?bar=1"))).isEqualTo("http://h/p");
  }

  @Test
  void rewritesThePrefixOrByExpression() {
    assertThat(location("prefix_rewrite: /new", get("h", "/p/x?q"))).isEqualTo("http://h/new/x?q");
    assertThat(
            location(
                "regex_rewrite: {pattern: {regex: '^/p/(.*)$'}, substitution: '/\\1'}",
                get("h", "/p/x?q")))
        .isEqualTo("http://h/x?q");
  }

  @Test
  void answersWithTheCodeThatIsAskedFor() {
    assertThat(redirect("response_code: PERMANENT_REDIRECT").status()).isEqualTo(308);
    assertThat(redirect("host_redirect: h").status()).isEqualTo(301);
  }

  private static String location(String redirect, Headers head) {
    return redirect(redirect).location(head);
  }

  private static Redirect redirect(String yaml) {
    String flow = yaml.startsWith("{") ? yaml : "{" + yaml + "}";
    Route route =
        Tables.find(Tables.routes("- {match: {prefix: /p}, redirect: " + flow + "}"), get("/p"));
    assertThat(route).isNotNull();
    return (Redirect) route.action();
  }
}
