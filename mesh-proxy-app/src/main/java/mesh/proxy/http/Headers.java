package mesh.proxy.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header fields of one message in the order they came, pseudo header fields ({@code :path}, …)
 * included. Confined to one event loop.
 *
 * <p>Names are lower case: every writer of this class keeps that, so no reader folds case. The list
 * is flat because messages have some ten to thirty fields: a scan over interned names beats a hash
 * table in time and in memory.
 */
public final class Headers {

  private static final int USUAL = 16;

  private String[] fields; // name, value, name, value, …
  private int end; // next free slot in fields; even
  private @Nullable Spelling spelling;

  public Headers() {
    this(USUAL);
  }

  /**
   * @param expected number of fields to make room for
   */
  public Headers(int expected) {
    fields = new String[Math.max(4, expected * 2)];
  }

  /** A request head; the smallest one that can be sent on. */
  public static Headers request(String method, String scheme, String authority, String path) {
    return new Headers()
        .add(HeaderNames.METHOD, method)
        .add(HeaderNames.SCHEME, scheme)
        .add(HeaderNames.AUTHORITY, authority)
        .add(HeaderNames.PATH, path);
  }

  /** A response head. */
  public static Headers response(int status) {
    return new Headers().add(HeaderNames.STATUS, StatusCode.text(status));
  }

  /**
   * Appends a field.
   *
   * @param name lower case
   */
  public Headers add(String name, String value) {
    if (end == fields.length) {
      fields = Arrays.copyOf(fields, end * 2);
    }
    fields[end] = name;
    fields[end + 1] = value;
    end += 2;
    return this;
  }

  /** Replaces the first field of that name, drops the others; appends when there is none. */
  public Headers set(String name, String value) {
    int at = indexOf(name, 0);
    if (at < 0) {
      return add(name, value);
    }
    fields[at + 1] = value;
    removeFrom(name, at + 2);
    return this;
  }

  /** The first value, or null. */
  public @Nullable String get(String name) {
    int at = indexOf(name, 0);
    return at < 0 ? null : fields[at + 1];
  }

  public boolean contains(String name) {
    return indexOf(name, 0) >= 0;
  }

  /** True if a field of that name holds exactly that value. */
  public boolean contains(String name, String value) {
    for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 2)) {
      if (fields[at + 1].equals(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * All values in order; empty if there is none. Allocates: not for the usual path of a request.
   */
  public List<String> all(String name) {
    var values = new ArrayList<String>(2);
    for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 2)) {
      values.add(fields[at + 1]);
    }
    return values;
  }

  /**
   * All values joined by "," as matchers see them, or null if there is none. One value is returned
   * as it is.
   */
  public @Nullable String joined(String name) {
    int at = indexOf(name, 0);
    if (at < 0) {
      return null;
    }
    String first = fields[at + 1];
    int next = indexOf(name, at + 2);
    if (next < 0) {
      return first;
    }
    var joined = new StringBuilder(first);
    for (; next >= 0; next = indexOf(name, next + 2)) {
      joined.append(',').append(fields[next + 1]);
    }
    return joined.toString();
  }

  /** Removes every field of that name; true if there was one. */
  public boolean remove(String name) {
    return removeFrom(name, 0);
  }

  public int size() {
    return end / 2;
  }

  /**
   * The name of one field.
   *
   * @param index 0 to {@link #size()} - 1
   */
  public String name(int index) {
    return fields[index * 2];
  }

  /**
   * The value of one field.
   *
   * @param index 0 to {@link #size()} - 1
   */
  public String value(int index) {
    return fields[index * 2 + 1];
  }

  public void forEach(BiConsumer<String, String> visitor) {
    for (int at = 0; at < end; at += 2) {
      visitor.accept(fields[at], fields[at + 1]);
    }
  }

  public Headers copy() {
    var copy = new Headers(size() + 4);
    System.arraycopy(fields, 0, copy.fields, 0, end);
    copy.end = end;
    copy.spelling = spelling;
    return copy;
  }

  /** How the sender wrote the names, if that is to be kept; else null. */
  public @Nullable Spelling spelling() {
    return spelling;
  }

  public void spelling(Spelling given) {
    spelling = given;
  }

  /**
   * Characters of all names and values, without separators; what Envoy counts against header
   * limits.
   */
  public int byteSize() {
    int bytes = 0;
    for (int at = 0; at < end; at++) {
      bytes += fields[at].length();
    }
    return bytes;
  }

  public String method() {
    return orEmpty(HeaderNames.METHOD);
  }

  public String path() {
    return orEmpty(HeaderNames.PATH);
  }

  public String authority() {
    return orEmpty(HeaderNames.AUTHORITY);
  }

  public String scheme() {
    return orEmpty(HeaderNames.SCHEME);
  }

  /** The status code of a response head, 100 to 999; 0 if there is none. */
  public int status() {
    String status = get(HeaderNames.STATUS);
    return status == null ? 0 : StatusCode.parse(status);
  }

  private String orEmpty(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  private int indexOf(String name, int from) {
    for (int at = from; at < end; at += 2) {
      String field = fields[at];
      if (field == name || field.equals(name)) { // names are mostly interned: identity first
        return at;
      }
    }
    return -1;
  }

  private boolean removeFrom(String name, int from) {
    int kept = indexOf(name, from);
    if (kept < 0) {
      return false;
    }
    for (int at = kept + 2; at < end; at += 2) {
      if (!fields[at].equals(name)) {
        fields[kept] = fields[at];
        fields[kept + 1] = fields[at + 1];
        kept += 2;
      }
    }
    end = kept; // what lies beyond is unreachable and dies with the message
    return true;
  }

  /** For people: one field a line. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
