package mesh.proxy.accesslog.writer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Log lines on their way to a file, as UTF-8. Owned by whoever holds the reference. */
final class Lines {

  private static final int FIRST_BYTES = 4 * 1024;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int end;
  private int count;

  void add(CharSequence line) {
    int length = line.length();
    makeRoom(length * 3); // most that a char takes
    for (int at = 0; at < length; at++) {
      char letter = line.charAt(at);
      if (letter < 0x80) {
        bytes[end++] = (byte) letter;
      } else {
        at += addEncoded(line, at, letter);
      }
    }
    count++;
  }

  int size() {
    return end;
  }

  /** Lines, not bytes. */
  int count() {
    return count;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, end);
  }

  void clear() {
    end = 0;
    count = 0;
  }

  /** Adds the character at {@code at}; 1 if it took the next char, too. */
  private int addEncoded(CharSequence line, int at, char letter) {
    if (letter < 0x800) {
      bytes[end++] = (byte) (0xc0 | letter >> 6);
      bytes[end++] = (byte) (0x80 | letter & 0x3f);
      return 0;
    }
    if (Character.isHighSurrogate(letter)
        && at + 1 < line.length()
        && Character.isLowSurrogate(line.charAt(at + 1))) {
      int codePoint = Character.toCodePoint(letter, line.charAt(at + 1));
      bytes[end++] = (byte) (0xf0 | codePoint >> 18);
      bytes[end++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
      bytes[end++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      bytes[end++] = (byte) (0x80 | codePoint & 0x3f);
      return 1;
    }
    char shown = Character.isSurrogate(letter) ? '\ufffd' : letter;
    bytes[end++] = (byte) (0xe0 | shown >> 12);
    bytes[end++] = (byte) (0x80 | shown >> 6 & 0x3f);
    bytes[end++] = (byte) (0x80 | shown & 0x3f);
    return 0;
  }

  private void makeRoom(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
    }
  }
}
