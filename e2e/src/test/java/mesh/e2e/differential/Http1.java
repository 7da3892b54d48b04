package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts bytes into HTTP/1 messages; takes everything, judges nothing. */
final class Http1 {

  /**
   * One message.
   *
   * @param complete whether the framing that it announces is all there
   * @param tunnel whether its body goes on for as long as the connection
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Message(
      String startLine,
      List<String> headers,
      byte[] body,
      List<String> trailers,
      boolean complete,
      boolean tunnel) {

    /** The first value of a header; null without one. */
    @Nullable String header(String name) {
      for (String line : headers) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
          return line.substring(colon + 1).strip();
        }
      }
      return null;
    }

    boolean interim() {
      return startLine.matches("HTTP/1\\.. 1(?!01).*");
    }

    int status() {
      return Integer.parseInt(startLine.replaceFirst("^HTTP/\\S+ (\\d{3}).*", "$1"));
    }
  }

  private final byte[] bytes;
  private final boolean ended;
  private int at;

  private Http1(byte[] bytes, boolean ended) {
    this.bytes = bytes;
    this.ended = ended;
  }

  /**
   * Cuts what a client got.
   *
   * @param methods of the requests, in order
   * @param ended whether the connection is closed
   */
  static List<Message> responses(byte[] bytes, List<String> methods, boolean ended) {
    var reader = new Http1(bytes, ended);
    List<Message> found = new ArrayList<>();
    int finals = 0;
    while (reader.at < bytes.length) {
      String method = finals < methods.size() ? methods.get(finals) : "GET";
      Message message = reader.response(method);
      if (message == null) {
        found.add(reader.rest());
        break;
      }
      found.add(message);
      finals += message.interim() ? 0 : 1;
    }
    return found;
  }

  /** The head of a request; null if it is not all there. */
  static @Nullable Message requestHead(byte[] bytes) {
    return new Http1(bytes, false).head();
  }

  /** The body of a request whose head is cut off already. */
  static Message requestBody(Message head, byte[] bytes) {
    return new Http1(bytes, false).framed(head, false);
  }

  /** How many bytes of {@code bytes} the request takes; only for a complete one. */
  static int requestLength(Message head, byte[] bytes) {
    var reader = new Http1(bytes, false);
    var _ = reader.framed(head, false);
    return reader.at;
  }

  private @Nullable Message response(String method) {
    Message head = head();
    if (head == null || !head.startLine.matches("HTTP/\\d\\.\\d \\d{3}.*")) {
      at = head == null ? at : 0;
      return null;
    }
    int status = head.status();
    if (head.interim() || status == 204 || status == 304 || method.equals("HEAD")) {
      return head;
    }
    boolean tunnel = status == 101 || (method.equals("CONNECT") && status / 100 == 2);
    return tunnel ? tunnel(head) : framed(head, true);
  }

  private @Nullable Message head() {
    int end = find("\r\n\r\n");
    if (end < 0) {
      return null;
    }
    String[] lines = new String(bytes, at, end - at, ISO_8859_1).split("\r\n", -1);
    at = end + 4;
    return new Message(
        lines[0], List.of(lines).subList(1, lines.length), new byte[0], List.of(), true, false);
  }

  private Message tunnel(Message head) {
    return new Message(
        head.startLine, head.headers, take(bytes.length - at), List.of(), true, true);
  }

  private Message framed(Message head, boolean untilClose) {
    String coding = head.header("transfer-encoding");
    if (coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked")) {
      return chunked(head);
    }
    String length = head.header("content-length");
    if (length != null && length.matches("\\d{1,9}")) {
      int wanted = Integer.parseInt(length);
      int there = Math.min(wanted, bytes.length - at);
      return with(head, take(there), List.of(), there == wanted);
    }
    return untilClose ? with(head, take(bytes.length - at), List.of(), ended) : head;
  }

  private Message chunked(Message head) {
    var body = new ByteArrayOutputStream();
    while (true) {
      int lineEnd = find("\r\n");
      if (lineEnd < 0) {
        return with(head, body.toByteArray(), List.of(), false);
      }
      String line = new String(bytes, at, lineEnd - at, ISO_8859_1);
      String digits = line.replaceFirst(";.*", "").strip();
      if (!digits.matches("[0-9a-fA-F]{1,7}")) {
        return with(head, body.toByteArray(), List.of(), false);
      }
      int size = Integer.parseInt(digits, 16);
      if (size == 0) {
        return trailers(head, body.toByteArray(), lineEnd + 2);
      }
      at = lineEnd + 2;
      body.writeBytes(take(Math.min(size, bytes.length - at)));
      if (at + 2 > bytes.length) {
        return with(head, body.toByteArray(), List.of(), false);
      }
      at += 2;
    }
  }

  private Message trailers(Message head, byte[] body, int from) {
    at = from;
    List<String> trailers = new ArrayList<>();
    while (true) {
      int lineEnd = find("\r\n");
      if (lineEnd < 0) {
        return with(head, body, trailers, false);
      }
      String line = new String(bytes, at, lineEnd - at, ISO_8859_1);
      at = lineEnd + 2;
      if (line.isEmpty()) {
        return with(head, body, trailers, true);
      }
      trailers.add(line);
    }
  }

  private Message rest() {
    return new Message("", List.of(), take(bytes.length - at), List.of(), false, false);
  }

  private static Message with(Message head, byte[] body, List<String> trailers, boolean complete) {
    return new Message(head.startLine, head.headers, body, trailers, complete, false);
  }

  private byte[] take(int length) {
    byte[] taken = new byte[length];
    System.arraycopy(bytes, at, taken, 0, length);
    at += length;
    return taken;
  }

  private int find(String text) {
    for (int i = at; i + text.length() <= bytes.length; i++) {
      int same = 0;
      while (same < text.length() && bytes[i + same] == text.charAt(same)) {
        same++;
      }
      if (same == text.length()) {
        return i;
      }
    }
    return -1;
  }
}
