package mesh.proxy.http.h2.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The dynamic table that the peer fills (RFC 7541 section 2.3.2). Confined to one event loop. */
final class ReceivedFields {

  static final int OVERHEAD = 32; // of an entry, beside its characters
  private static final int FIRST_ROOM = 32;

  private @Nullable String[] names = new String[FIRST_ROOM]; // a power of two; a ring
  private @Nullable String[] values = new String[FIRST_ROOM];
  private boolean[] clean = new boolean[FIRST_ROOM];
  private int newest; // slot
  private int count;
  private int size;
  private int maxSize;

  ReceivedFields(int maxSize) {
    this.maxSize = maxSize;
  }

  int count() {
    return count;
  }

  /**
   * The name of an entry.
   *
   * @param age 0 for the newest, to {@link #count()} - 1
   */
  String name(int age) {
    return present(names[slot(age)]);
  }

  /** The value of an entry; see {@link #name}. */
  String value(int age) {
    return present(values[slot(age)]);
  }

  /** As {@link FieldSink#field} has it; see {@link #name}. */
  boolean isClean(int age) {
    return clean[slot(age)];
  }

  void add(String name, String value, boolean isClean) {
    int bytes = name.length() + value.length() + OVERHEAD;
    evictDownTo(maxSize - bytes);
    if (bytes > maxSize) {
      return; // RFC 7541 section 4.4: it empties the table and is not in it
    }
    if (count == names.length) {
      grow();
    }
    newest = (newest + 1) & (names.length - 1);
    names[newest] = name;
    values[newest] = value;
    clean[newest] = isClean;
    count++;
    size += bytes;
  }

  void resize(int bytes) {
    maxSize = bytes;
    evictDownTo(bytes);
  }

  private void evictDownTo(int bytes) {
    while (count > 0 && size > bytes) {
      int oldest = slot(count - 1);
      size -= present(names[oldest]).length() + present(values[oldest]).length() + OVERHEAD;
      names[oldest] = null;
      values[oldest] = null;
      count--;
    }
  }

  private int slot(int age) {
    return (newest - age) & (names.length - 1);
  }

  private void grow() {
    int room = names.length;
    int first = slot(count - 1); // the oldest
    @Nullable String[] oldNames = names;
    @Nullable String[] oldValues = values;
    boolean[] oldClean = clean;
    names = Arrays.copyOf(oldNames, 2 * room);
    values = Arrays.copyOf(oldValues, 2 * room);
    clean = Arrays.copyOf(oldClean, 2 * room);
    for (int at = 0; at < room; at++) {
      int from = (first + at) & (room - 1);
      names[at] = oldNames[from];
      values[at] = oldValues[from];
      clean[at] = oldClean[from];
    }
    newest = count - 1;
  }

  private static String present(@Nullable String text) {
    if (text == null) {
      throw new IllegalStateException("An entry of the table is empty");
    }
    return text;
  }
}
