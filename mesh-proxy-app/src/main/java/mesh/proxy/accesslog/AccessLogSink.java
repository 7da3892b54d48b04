package mesh.proxy.accesslog;

import mesh.proxy.stream.StreamInfo;

/** Where entries go. Shared by all loops; never blocks. */
@FunctionalInterface
public interface AccessLogSink {

  /**
   * Takes an entry.
   *
   * @param info read before this method returns; {@link StreamInfo#accessLogType} says what
   *     happened
   */
  void log(StreamInfo info);
}
