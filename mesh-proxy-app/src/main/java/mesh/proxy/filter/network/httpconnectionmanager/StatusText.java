package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The words of a status code, which are the body of a reply to a broken request. */
final class StatusText {

  private StatusText() {}

  /**
   * The reason phrase.
   *
   * @param code 100 to 999
   */
  static String of(int code) {
    return HttpResponseStatus.valueOf(code).reasonPhrase();
  }
}
