package mesh.proxy.route.index;

import mesh.proxy.match.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * A hash table that is asked for a part of a string without cutting it out. Filled once, then
 * immutable. The asker makes the hash, letter by letter, so that one pass over a string gives the
 * hashes of all its starts or all its ends. Letters A to Z are folded in hashes, in keys only if
 * the table ignores case.
 */
final class SliceTable<V> {

  private static final int PRIME = 31;
  private static final int LONG = 256;

  private final boolean ignoreCase;
  private final @Nullable String[] keys; // a power of two, at most half full
  private final @Nullable Object[] values; // 1:1 with keys
  private final boolean[] lengths =
      new boolean[LONG + 1]; // of keys; the last stands for all longer ones
  private int size;

  private SliceTable(int most, boolean ignoreCase) {
    int capacity = Integer.highestOneBit(Math.max(1, most) * 2) * 2;
    this.keys = new String[capacity];
    this.values = new Object[capacity];
    this.ignoreCase = ignoreCase;
  }

  /**
   * A table of paths.
   *
   * @param most keys it will have
   */
  static <V> SliceTable<V> exactCase(int most) {
    return new SliceTable<>(most, false);
  }

  /**
   * A table of host names, which must be put in lower case.
   *
   * @param most keys it will have
   */
  static <V> SliceTable<V> ignoringCase(int most) {
    return new SliceTable<>(most, true);
  }

  static int extend(int hash, char letter) {
    return hash * PRIME + Ascii.lower(letter);
  }

  static int hash(String text, int end) {
    int hash = 0;
    for (int at = 0; at < end; at++) {
      hash = extend(hash, text.charAt(at));
    }
    return hash;
  }

  /**
   * Adds a key that is not there yet.
   *
   * @param hash of the key, in the direction in which the asker will make it
   */
  void put(String key, int hash, V value) {
    int slot = slot(hash);
    while (keys[slot] != null) {
      slot = (slot + 1) & (keys.length - 1);
    }
    keys[slot] = key;
    values[slot] = value;
    lengths[Math.min(key.length(), LONG)] = true;
    size++;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether there may be a key of that length. */
  boolean hasLength(int length) {
    return lengths[Math.min(length, LONG)];
  }

  /** The value of a part of {@code text}; null if there is none. */
  @Nullable V get(String text, int from, int length, int hash) {
    String key;
    for (int slot = slot(hash); (key = keys[slot]) != null; slot = (slot + 1) & (keys.length - 1)) {
      if (key.length() == length
          && (ignoreCase ? Ascii.matchesAt(text, from, key) : text.startsWith(key, from))) {
        return value(slot);
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked") // put() takes nothing else
  private @Nullable V value(int slot) {
    return (V) values[slot];
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (keys.length - 1);
  }
}
