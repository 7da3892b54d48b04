package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.http.ReasonPhrase;

/** The words of a status code, which are the body of a reply to a broken request. */
final class StatusText {

  private StatusText() {}

  /**
   * The reason phrase.
   *
   * @param code 100 to 999
   */
  static String of(int code) {
    return ReasonPhrase.of(code);
  }
}
