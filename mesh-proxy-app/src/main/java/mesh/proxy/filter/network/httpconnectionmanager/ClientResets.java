package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.http.ResetReason;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;

/** What the log says of a request that its client gave up. */
final class ClientResets {

  private ClientResets() {}

  /** Writes it down; true if the client reset the stream alone. */
  static boolean note(StreamInfo info, ResetReason reason, String details) {
    boolean byPeer =
        reason == ResetReason.REMOTE_RESET
            || reason == ResetReason.REMOTE_REFUSED_STREAM_RESET
            || reason == ResetReason.CONNECT_ERROR;
    if (reason == ResetReason.PROTOCOL_ERROR) {
      info.flag(ResponseFlag.DOWNSTREAM_PROTOCOL_ERROR);
    } else {
      info.flag(
          byPeer
              ? ResponseFlag.DOWNSTREAM_REMOTE_RESET
              : ResponseFlag.DOWNSTREAM_CONNECTION_TERMINATION);
    }
    info.endedBecause(details);
    return byPeer;
  }
}
