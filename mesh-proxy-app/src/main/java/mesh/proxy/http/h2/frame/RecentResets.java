package mesh.proxy.http.h2.frame;

/**
 * Streams that we reset a moment ago: what the peer sent before it knew is ignored (RFC 9113
 * section 5.1), as long as we remember. Confined to one event loop.
 */
final class RecentResets {

  private static final int KEPT = 256; // a power of two

  private final int[] ids = new int[KEPT]; // 0: none
  private int next;
  private boolean any;

  void add(int streamId) {
    ids[next] = streamId;
    next = (next + 1) & (KEPT - 1);
    any = true;
  }

  boolean contains(int streamId) {
    if (any) {
      for (int id : ids) {
        if (id == streamId) {
          return true;
        }
      }
    }
    return false;
  }

  boolean isEmpty() {
    return !any;
  }
}
