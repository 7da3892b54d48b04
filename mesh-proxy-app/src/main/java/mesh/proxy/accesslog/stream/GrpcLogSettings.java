package mesh.proxy.accesslog.stream;

import mesh.proxy.cluster.grpc.GrpcTarget;

/**
 * What tells one stream of entries from another. Immutable.
 *
 * @param kind what the entries are of
 * @param logName tells the service which log it is
 * @param flushMillis how old an entry may become before it is sent
 * @param bufferBytes entries are sent once they take that much; 0 sends each at once
 */
public record GrpcLogSettings(
    Kind kind, String logName, GrpcTarget target, long flushMillis, int bufferBytes) {

  /** What entries are of, and their field in {@code StreamAccessLogsMessage}. */
  public enum Kind {
    HTTP(2),
    TCP(3);

    final int field;

    Kind(int field) {
      this.field = field;
    }
  }
}
