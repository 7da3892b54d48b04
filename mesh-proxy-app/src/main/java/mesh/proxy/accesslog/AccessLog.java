package mesh.proxy.accesslog;

import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.StreamInfo;

/** The access logs of one listener, connection manager or TCP proxy. Shared by all loops. */
@FunctionalInterface
public interface AccessLog {

  /** Logs nothing. */
  AccessLog NONE = info -> {};

  /**
   * Logs what {@link StreamInfo#accessLogType} says has happened, if the filters of the log let it
   * pass. On an event loop.
   */
  void log(StreamInfo info);

  /** As {@link #log(StreamInfo)}, saying what has happened. */
  default void log(StreamInfo info, AccessLogType type) {
    info.accessLogType = type;
    log(info);
  }
}
