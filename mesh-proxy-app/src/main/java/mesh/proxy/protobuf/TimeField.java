package mesh.proxy.protobuf;

/** Writes {@code google.protobuf.Timestamp} and {@code Duration}. */
public final class TimeField {

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final int SECONDS = 1;
  private static final int NANOS = 2;

  private TimeField() {}

  /**
   * A span of time between two moments of {@link System#nanoTime()}; nothing if one of them, 0, did
   * not happen.
   */
  public static void duration(int field, long from, long until, ProtoWriter to) {
    if (until != 0 && from != 0) {
      write(field, (until - from) / NANOS_PER_SECOND, (until - from) % NANOS_PER_SECOND, to);
    }
  }

  /**
   * A time of day.
   *
   * @param millis since the epoch
   */
  public static void timestamp(int field, long millis, ProtoWriter to) {
    write(field, millis / MILLIS_PER_SECOND, millis % MILLIS_PER_SECOND * NANOS_PER_MILLI, to);
  }

  private static void write(int field, long seconds, long nanos, ProtoWriter to) {
    int mark = to.size();
    to.number(NANOS, nanos);
    to.number(SECONDS, seconds);
    to.close(field, mark);
  }
}
