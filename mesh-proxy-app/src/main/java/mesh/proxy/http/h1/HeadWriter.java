package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ReasonPhrase;
import mesh.proxy.http.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Writes heads: into an array first, because that is where Strings copy fast, then in one go to the
 * connection. Confined to one call: it borrows the worker's scratch array.
 */
final class HeadWriter {

  private static final byte[] @Nullable [] STATUS_LINES = new byte[1000][];
  private static final byte[] CHUNKED = "transfer-encoding: chunked\r\n".getBytes(ISO_8859_1);
  private static final byte[] CLOSE = "connection: close\r\n".getBytes(ISO_8859_1);
  private static final byte[] KEEP_ALIVE = "connection: keep-alive\r\n".getBytes(ISO_8859_1);
  private static final int SPARE = 256; // room for what this class adds by itself

  private final boolean properCase;
  private @Nullable Spelling spelling;
  private byte[] bytes;
  private int at;

  HeadWriter(byte[] scratch, NameCase names) {
    this.bytes = scratch;
    this.properCase = names == NameCase.PROPER;
  }

  /** Names are written as that head's sender wrote them, if anybody remembers. */
  HeadWriter as(Headers head) {
    spelling = head.spelling();
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return at;
  }

  HeadWriter statusLine(int code, boolean http10) {
    byte[] line = STATUS_LINES[code];
    if (line == null) {
      line = ("HTTP/1.1 " + code + " " + ReasonPhrase.of(code) + "\r\n").getBytes(ISO_8859_1);
      STATUS_LINES[code] = line; // a race writes the same bytes
    }
    put(line);
    if (http10) {
      bytes[at - line.length + "HTTP/1.".length()] = '0';
    }
    return this;
  }

  HeadWriter requestLine(String method, String target) {
    put(method);
    bytes[at++] = ' ';
    put(target);
    put(" HTTP/1.1");
    return newLine();
  }

  HeadWriter field(String name, String value) {
    int from = at;
    put(spelling == null ? name : spelling.of(name));
    if (properCase && spelling == null) {
      capitalize(from, at);
    }
    bytes[at++] = ':';
    bytes[at++] = ' ';
    put(value);
    return newLine();
  }

  /** All ordinary fields: pseudo header fields and hop-by-hop ones are left out. */
  HeadWriter fields(Headers head) {
    for (int index = 0; index < head.size(); index++) {
      String name = head.name(index);
      boolean left =
          name.charAt(0) == ':'
              || name == HeaderNames.CONNECTION
              || name == HeaderNames.TRANSFER_ENCODING
              || name == HeaderNames.HOST;
      if (!left) {
        field(name, head.value(index));
      }
    }
    return this;
  }

  HeadWriter chunked() {
    return isPlain() ? put(CHUNKED) : field("transfer-encoding", "chunked");
  }

  HeadWriter close() {
    return isPlain() ? put(CLOSE) : field("connection", "close");
  }

  HeadWriter keepAlive() {
    return isPlain() ? put(KEEP_ALIVE) : field("connection", "keep-alive");
  }

  private boolean isPlain() {
    return !properCase && spelling == null;
  }

  /** The connection field of an upgrade, as its sender wrote it. */
  HeadWriter upgrade(Headers head) {
    String connection = head.get(HeaderNames.CONNECTION);
    return field("connection", connection == null ? "upgrade" : connection);
  }

  HeadWriter newLine() {
    bytes[at++] = Syntax.CR;
    bytes[at++] = Syntax.LF;
    return this;
  }

  private HeadWriter put(byte[] ready) {
    ensure(ready.length);
    System.arraycopy(ready, 0, bytes, at, ready.length);
    at += ready.length;
    return this;
  }

  @SuppressWarnings("deprecation") // the one String method that copies Latin-1 without allocating
  private void put(String text) {
    int length = text.length();
    ensure(length);
    text.getBytes(0, length, bytes, at);
    int end = at + length;
    boolean clean = true;
    for (int index = at; index < end; index++) {
      clean &= bytes[index] >= ' ' || bytes[index] < 0;
    }
    if (!clean) {
      blankControls(at, end);
    }
    at = end;
  }

  /**
   * A line end inside a value would be a header of an attacker's choice; a filter or formatter may
   * have let it in.
   */
  private void blankControls(int from, int to) {
    for (int index = from; index < to; index++) {
      if (bytes[index] >= 0 && bytes[index] < ' ' && bytes[index] != Syntax.HTAB) {
        bytes[index] = ' ';
      }
    }
  }

  private void capitalize(int from, int to) {
    boolean start = true;
    for (int index = from; index < to; index++) {
      byte character = bytes[index];
      if (start && character >= 'a' && character <= 'z') {
        bytes[index] = (byte) (character - 32);
      }
      start =
          character == '-'
              || !(character >= 'a' && character <= 'z' || character >= '0' && character <= '9');
    }
  }

  private void ensure(int more) {
    if (at + more + SPARE > bytes.length) {
      bytes =
          java.util.Arrays.copyOf(
              bytes, Math.max(bytes.length * 2, at + more + SPARE)); // the scratch stays as it is
    }
  }
}
