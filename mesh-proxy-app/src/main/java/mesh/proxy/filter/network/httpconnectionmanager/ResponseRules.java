package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;

/**
 * What the connection manager does to every response head on its way out. Immutable.
 *
 * @param server value of the server field
 * @param transformation who may set it
 * @param via appended to {@code via}; may be empty
 * @param alwaysRequestId send {@code x-request-id} back
 */
record ResponseRules(
    String server, ServerField transformation, String via, boolean alwaysRequestId) {

  /** {@code server_header_transformation}. */
  enum ServerField {
    OVERWRITE,
    APPEND_IF_ABSENT,
    PASS_THROUGH
  }

  void apply(Headers head, Headers request, StreamInfo info) {
    if (!request.contains(HeaderNames.UPGRADE)) {
      head.remove(HeaderNames.CONNECTION);
      head.remove(HeaderNames.UPGRADE);
    } else if (info.responseCode != 101) {
      head.remove(HeaderNames.CONNECTION);
    }
    switch (transformation) {
      case OVERWRITE -> head.set(HeaderNames.SERVER, server);
      case APPEND_IF_ABSENT -> {
        if (!head.contains(HeaderNames.SERVER)) {
          head.add(HeaderNames.SERVER, server);
        }
      }
      case PASS_THROUGH -> {}
    }
    if (!head.contains(HeaderNames.DATE)) {
      head.add(HeaderNames.DATE, HttpDate.now());
    }
    if (!via.isEmpty()) {
      String before = head.joined(HeaderNames.VIA);
      head.set(HeaderNames.VIA, before == null ? via : before + ", " + via);
    }
    if (alwaysRequestId || request.contains(HeaderNames.X_ENVOY_FORCE_TRACE)) {
      String id = request.get(HeaderNames.X_REQUEST_ID);
      if (id != null) {
        head.set(HeaderNames.X_REQUEST_ID, id);
      }
    }
  }
}
