package mesh.proxy.protobuf;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message from its end to its beginning, so that the length of what is inside is known
 * when it is put in front of it. Fields are written in the reverse of their order, elements of
 * lists from the last one on. Confined to one thread; used again and again, it allocates nothing.
 *
 * <p>Source: https://protobuf.dev/programming-guides/encoding/. Default values are left out.
 */
public final class ProtoWriter {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIELD_SHIFT = 3;

  private static final int FIRST_BYTES = 2048;
  private static final int MOST_KEPT = 64 * 1024;
  private static final int MOST_PER_LONG = 10;
  private static final int ASCII_END = 0x80;
  private static final int MOST_DOTTED = 15;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int start = FIRST_BYTES; // of what is written; the end is that of the array
  private int written; // bytes of the last text

  /** Begins another message. */
  public void clear() {
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[FIRST_BYTES];
    }
    start = bytes.length;
  }

  /** Bytes written; as a mark for {@link #close}. */
  public int size() {
    return bytes.length - start;
  }

  /** Appends all that is written. */
  public void copyTo(ByteBuf to) {
    to.writeBytes(bytes, start, size());
  }

  /** A copy of all that is written. */
  public byte[] toBytes() {
    return toBytes(0);
  }

  /** A copy of what was written since a mark. */
  public byte[] toBytes(int mark) {
    return Arrays.copyOfRange(bytes, start, bytes.length - mark);
  }

  /** Puts what was written since a mark into a field. */
  public void close(int field, int mark) {
    varint(size() - mark);
    tag(field, LENGTH);
  }

  /** As {@link #close}, unless nothing was written. */
  public void closeUnlessEmpty(int field, int mark) {
    if (size() > mark) {
      close(field, mark);
    }
  }

  /** Unsigned numbers, and enums. */
  public void number(int field, long value) {
    if (value != 0) {
      element(field, value);
    }
  }

  /** As {@link #number}, written even if it is zero: for elements and for what is in a oneof. */
  public void element(int field, long value) {
    varint(value);
    tag(field, VARINT);
  }

  /** A wrapped number: there even if it is zero. */
  public void wrapped(int field, long value) {
    int mark = size();
    number(1, value);
    close(field, mark);
  }

  public void flag(int field, boolean value) {
    if (value) {
      element(field, 1);
    }
  }

  /** A floating-point number, written even if it is zero. */
  public void real(int field, double value) {
    long bits = Double.doubleToRawLongBits(value);
    makeRoom(Long.BYTES);
    start -= Long.BYTES;
    for (int at = 0; at < Long.BYTES; at++) {
      bytes[start + at] = (byte) (bits >>> at * Byte.SIZE);
    }
    tag(field, FIXED_64);
  }

  /** Text as people write it. */
  public void text(int field, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      textElement(field, text);
    }
  }

  /** As {@link #text}, written even if it is empty. */
  public void textElement(int field, String text) {
    if (!ascii(text)) {
      raw(Utf8.ofText(text));
    }
    closeText(field);
  }

  /** A header field's value: a char for each byte that came. */
  public void octets(int field, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      octetsElement(field, value);
    }
  }

  /** As {@link #octets}, written even if it is empty. */
  public void octetsElement(int field, String value) {
    if (!ascii(value)) {
      raw(Utf8.ofOctets(value));
    }
    closeText(field);
  }

  /**
   * An IPv4 address as text.
   *
   * @param address its four bytes
   */
  public void dotted(int field, byte[] address) {
    int mark = size();
    makeRoom(MOST_DOTTED);
    for (int at = address.length - 1; at >= 0; at--) {
      int number = address[at] & 0xff;
      do {
        bytes[--start] = (byte) ('0' + number % 10);
        number /= 10;
      } while (number > 0);
      if (at > 0) {
        bytes[--start] = '.';
      }
    }
    close(field, mark);
  }

  /** Bytes, or a message that is encoded already. */
  public void bytes(int field, byte[] content) {
    raw(content);
    varint(content.length);
    tag(field, LENGTH);
  }

  /** Fields that are encoded already. */
  public void raw(byte[] fields) {
    makeRoom(fields.length);
    start -= fields.length;
    System.arraycopy(fields, 0, bytes, start, fields.length);
    written = fields.length;
  }

  private void closeText(int field) {
    varint(written);
    tag(field, LENGTH);
  }

  /** Writes text if that is ASCII, as it nearly always is. */
  private boolean ascii(String text) {
    int length = text.length();
    makeRoom(length);
    int to = start - length;
    for (int at = 0; at < length; at++) {
      char letter = text.charAt(at);
      if (letter >= ASCII_END) {
        return false;
      }
      bytes[to + at] = (byte) letter;
    }
    start = to;
    written = length;
    return true;
  }

  private void tag(int field, int type) {
    varint((long) field << FIELD_SHIFT | type);
  }

  private void varint(long value) {
    makeRoom(MOST_PER_LONG);
    int length = (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    start -= length;
    long rest = value;
    for (int at = start; at < start + length - 1; at++) {
      bytes[at] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[start + length - 1] = (byte) rest;
  }

  private void makeRoom(int more) {
    if (start < more) {
      int size = size();
      var larger = new byte[Math.max(bytes.length * 2, size + more)];
      System.arraycopy(bytes, start, larger, larger.length - size, size);
      bytes = larger;
      start = larger.length - size;
    }
  }
}
