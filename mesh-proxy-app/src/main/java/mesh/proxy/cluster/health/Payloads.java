package mesh.proxy.cluster.health;

import java.util.List;

/**
 * Byte strings that an answer must hold, in this order, other bytes between them or not. Immutable.
 */
public final class Payloads {

  /** Any answer will do. */
  public static final Payloads NONE = new Payloads(List.of());

  private final List<byte[]> blocks;

  public Payloads(List<byte[]> blocks) {
    this.blocks = blocks.stream().map(byte[]::clone).toList();
  }

  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  /**
   * True if all blocks are there.
   *
   * @param length of {@code bytes} that count
   */
  public boolean areIn(byte[] bytes, int length) {
    int from = 0;
    for (byte[] block : blocks) {
      int found = indexOf(bytes, length, block, from);
      if (found < 0) {
        return false;
      }
      from = found + block.length;
    }
    return true;
  }

  private static int indexOf(byte[] bytes, int length, byte[] block, int from) {
    for (int at = from; at + block.length <= length; at++) {
      if (isAt(bytes, at, block)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] bytes, int at, byte[] block) {
    for (int offset = 0; offset < block.length; offset++) {
      if (bytes[at + offset] != block[offset]) {
        return false;
      }
    }
    return true;
  }
}
