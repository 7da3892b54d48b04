package mesh.proxy.format.operator;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.stream.StreamInfo;

/** What a request or a connection is known by. */
public final class StreamId {

  private StreamId() {}

  /** Of a request its x-request-id; else something that no other connection of any process has. */
  public static String of(StreamInfo info) {
    String request =
        info.requestHead == null ? null : info.requestHead.get(HeaderNames.X_REQUEST_ID);
    return request == null ? ProcessOperators.uniqueId(info.connection.id()) : request;
  }
}
