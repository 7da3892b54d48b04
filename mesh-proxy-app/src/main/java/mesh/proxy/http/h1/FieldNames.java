package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import mesh.proxy.http.HeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a field name into a lower-case String, the shared instance for usual names.
 */
final class FieldNames {

  private static final int SLOTS = 1024; // a power of two, sparse: probes stay at one
  private static final byte[] @Nullable [] KEYS = new byte[SLOTS][];
  private static final @Nullable String[] NAMES = new String[SLOTS];

  static {
    for (String name : HeaderNames.usual()) {
      byte[] key = name.getBytes(ISO_8859_1);
      int slot = hash(key, 0, key.length) & (SLOTS - 1);
      while (KEYS[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      KEYS[slot] = key;
      NAMES[slot] = name;
    }
  }

  private FieldNames() {}

  /**
   * @param lower lower-case token characters
   * @param hash {@link #hash} of the same bytes
   */
  static String of(byte[] lower, int from, int to, int hash) {
    for (int slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      byte[] key = KEYS[slot];
      String name = NAMES[slot];
      if (key == null || name == null) {
        return new String(lower, from, to - from, ISO_8859_1);
      }
      if (key.length == to - from && Arrays.equals(key, 0, key.length, lower, from, to)) {
        return name;
      }
    }
  }

  static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int at = from; at < to; at++) {
      hash = step(hash, bytes[at]);
    }
    return hash;
  }

  /** One character of {@link #hash}, for callers that have a loop anyway. */
  static int step(int hash, byte character) {
    return hash * 31 + character;
  }
}
