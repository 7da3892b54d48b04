package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StreamEncoder;

/**
 * Who answers {@code expect: 100-continue}. Immutable.
 *
 * @param proxied leave it to the upstream
 */
record Expectations(boolean proxied) {

  private static final String CONTINUE = "100-continue";

  /** RFC 9110 section 10.1.1: whoever takes the body asks for it, and that is us. */
  void answer(Headers head, StreamEncoder client) {
    String expectation = proxied ? null : head.get(HeaderNames.EXPECT);
    if (expectation != null && expectation.equalsIgnoreCase(CONTINUE)) {
      head.remove(HeaderNames.EXPECT);
      client.writeInformational(Headers.response(100));
    }
  }
}
