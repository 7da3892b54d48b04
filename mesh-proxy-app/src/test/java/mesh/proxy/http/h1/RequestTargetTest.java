package mesh.proxy.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://a.com/b?c, http, a.com, /b?c",
    "HTTPS://a.com:81, https, a.com:81, /",
    "http://me:pass@a.com?q, http, a.com, /?q",
    "http://[::1]:81/x, http, [::1]:81, /x"
  })
  void takesUrlsApart(String url, String scheme, String authority, String path) {
    var target = RequestTarget.ofUrl(url);

    assertThat(target).isEqualTo(new RequestTarget(scheme, authority, path, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http:///x", "http://a:b/", "http://a:70000/", "http://[::1/", "*"})
  void refusesUrlsWithoutAHost(String url) {
    assertThat(RequestTarget.ofUrl(url).fault()).isEqualTo(Fault.BAD_URL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a/", "ws://a/"})
  void refusesOtherSchemes(String url) {
    assertThat(RequestTarget.ofUrl(url).fault()).isEqualTo(Fault.BAD_SCHEME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:b", "a:80/x", "me@a:80", ":80"})
  void connectsToHostAndPortAlone(String target) {
    assertThat(RequestTarget.ofConnect(target).fault()).isEqualTo(Fault.BAD_URL);
    assertThat(RequestTarget.ofConnect("a:80").authority()).isEqualTo("a:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "://a", "1p://a", "http:/a", "http://a b"})
  void knowsWhatIsNoTarget(String target) {
    assertThat(RequestTarget.isReadable(target, "GET")).isFalse();
  }
}
