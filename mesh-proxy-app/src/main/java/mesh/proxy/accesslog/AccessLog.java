package mesh.proxy.accesslog;

import mesh.proxy.stream.StreamInfo;

/** The access logs of one listener, connection manager or TCP proxy. Shared by all loops. */
@FunctionalInterface
public interface AccessLog {

  /** Logs nothing. */
  AccessLog NONE = info -> {};

  /** Logs the end of a request or connection, if the filters of the log let it pass. On an event loop. */
  void log(StreamInfo info);
}
