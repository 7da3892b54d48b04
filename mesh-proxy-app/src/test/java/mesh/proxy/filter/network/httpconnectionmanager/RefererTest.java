package mesh.proxy.filter.network.httpconnectionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefererTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a?b:c",
        "a",
        "//a/b",
        "https://a.com",
        "HTTP://a.com:80/b?c",
        "http://[::1]:80/",
        "android-app://com.example/",
        "http://a/b#"
      })
  void keepsReferences(String text) {
    assertThat(Referer.isReference(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "about:blank",
        "mailto:a@b.com",
        "http://",
        "http:///a",
        "http://me@a/",
        "http://a_b/",
        "http://a:/",
        "http://a:65536/",
        "http://a:8x/",
        "http://[::1/",
        "1http://a/",
        "http://a/#b",
        "http://a/b c",
        "http://a/\u00fc"
      })
  void dropsTheRest(String text) {
    assertThat(Referer.isReference(text)).isFalse();
  }
}
