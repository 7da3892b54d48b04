package mesh.proxy.cluster.health.http;

import java.util.Arrays;

/** The beginning of a body. Confined to one thread. */
final class Prefix {

  private static final int UNLIMITED = 0;
  private static final int MOST = 1024 * 1024; // "all of it" has an end too

  private final int limit;
  private byte[] bytes = new byte[0];

  /**
   * A prefix without bytes.
   *
   * @param limit most bytes; 0 for all that are sensible
   */
  Prefix(int limit) {
    this.limit = limit == UNLIMITED ? MOST : limit;
  }

  void add(byte[] more) {
    int taken = Math.min(more.length, limit - bytes.length);
    if (taken > 0) {
      int before = bytes.length;
      bytes = Arrays.copyOf(bytes, before + taken);
      System.arraycopy(more, 0, bytes, before, taken);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }
}
