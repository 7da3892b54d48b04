package mesh.proxy.http.h2.head;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic table that we fill at the peer's, with a look-up by field and by name. Confined to
 * one event loop.
 */
final class SentFields {

  static final int NONE = -1;
  private static final int BUCKETS = 128; // a power of two; as many as entries in 4 KiB

  /** One field in both look-ups. */
  private static final class Entry {

    final String name;
    final String value;
    final int fieldHash;
    final long number; // of the insertion
    @Nullable Entry nextField; // in its bucket; older
    @Nullable Entry nextName; // in its bucket; older

    Entry(String name, String value, long number) {
      this.name = name;
      this.value = value;
      this.fieldHash = hash(name, value);
      this.number = number;
    }

    int bytes() {
      return name.length() + value.length() + ReceivedFields.OVERHEAD;
    }
  }

  private final @Nullable Entry[] fields = new Entry[BUCKETS];
  private final @Nullable Entry[] names = new Entry[BUCKETS];
  private final ArrayDeque<Entry> entries = new ArrayDeque<>(); // the oldest first
  private long inserted;
  private int size;
  private int maxSize;

  SentFields(int maxSize) {
    this.maxSize = maxSize;
  }

  int maxSize() {
    return maxSize;
  }

  /** How many fields are newer than that one; {@link #NONE} if it is not here. */
  int ageOf(String name, String value) {
    int hash = hash(name, value);
    for (Entry at = fields[hash & (BUCKETS - 1)]; at != null; at = at.nextField) {
      if (at.fieldHash == hash && at.value.equals(value) && at.name.equals(name)) {
        return (int) (inserted - at.number);
      }
    }
    return NONE;
  }

  /** The same for any field of that name. */
  int ageOf(String name) {
    for (Entry at = names[bucket(name)]; at != null; at = at.nextName) {
      if (at.name.equals(name)) {
        return (int) (inserted - at.number);
      }
    }
    return NONE;
  }

  boolean hasRoomFor(String name, String value) {
    return name.length() + value.length() + ReceivedFields.OVERHEAD <= maxSize;
  }

  /** Adds a field for which there is room, if need be by dropping the oldest. */
  void add(String name, String value) {
    var entry = new Entry(name, value, ++inserted);
    evictDownTo(maxSize - entry.bytes());
    int bucket = entry.fieldHash & (BUCKETS - 1);
    entry.nextField = fields[bucket];
    fields[bucket] = entry;
    bucket = bucket(name);
    entry.nextName = names[bucket];
    names[bucket] = entry;
    entries.addLast(entry);
    size += entry.bytes();
  }

  void resize(int bytes) {
    maxSize = bytes;
    evictDownTo(bytes);
  }

  private void evictDownTo(int bytes) {
    while (size > bytes) {
      Entry oldest = entries.removeFirst();
      size -= oldest.bytes();
      unlinkField(oldest);
      unlinkName(oldest);
    }
  }

  // The oldest of a bucket is its last: no look at what comes after it.
  private void unlinkField(Entry oldest) {
    int bucket = oldest.fieldHash & (BUCKETS - 1);
    Entry before = null;
    for (Entry at = fields[bucket]; at != oldest && at != null; at = at.nextField) {
      before = at;
    }
    if (before == null) {
      fields[bucket] = null;
    } else {
      before.nextField = null;
    }
  }

  private void unlinkName(Entry oldest) {
    int bucket = bucket(oldest.name);
    Entry before = null;
    for (Entry at = names[bucket]; at != oldest && at != null; at = at.nextName) {
      before = at;
    }
    if (before == null) {
      names[bucket] = null;
    } else {
      before.nextName = null;
    }
  }

  private static int hash(String name, String value) { // both keep their own
    int hash = 31 * name.hashCode() + value.hashCode();
    return hash ^ (hash >>> 16);
  }

  private static int bucket(String name) {
    int hash = name.hashCode();
    return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
  }
}
