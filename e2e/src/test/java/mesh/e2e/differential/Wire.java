package mesh.e2e.differential;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The readable form of bytes on a connection.
 *
 * <p>A line ends in CR LF. A backslash at its end takes the CR LF away; {@code \r \n \t \0 \\ \xHH}
 * are single bytes; <code>{{text*3}}</code> is the text three times, with the number of the copy in
 * place of each {@code #}.
 */
final class Wire {

  private static final Pattern REPEATED = Pattern.compile("\\{\\{(.+?)\\*(\\d+)}}");
  private static final int LONGEST_SHOWN = 600;

  /** Exactly these bytes: the line end at the end of a YAML block counts. */
  static byte[] bytes(String text) {
    String source = repeated(text);
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\n') {
        out.writeBytes(new byte[] {'\r', '\n'});
      } else if (c == '\\') {
        i = i + 1 < source.length() ? escape(source, i + 1, out) : i;
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  /**
   * One message: a head that lacks its empty line gets it, and the line end after a body is none of
   * the body.
   */
  static byte[] message(String text) {
    String trimmed = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return bytes(text.contains("\n\n") ? trimmed : trimmed + "\n\n");
  }

  /**
   * What a reader can read: text as it is, other bytes escaped, the middle of long text left out.
   */
  static String shown(byte[] bytes) {
    var out = new StringBuilder();
    for (byte b : bytes) {
      int c = b & 0xff;
      if (c == '\r') {
        out.append("\\r");
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < 0x20 || c > 0x7e) {
        out.append("\\x%02x".formatted(c));
      } else {
        out.append((char) c);
      }
    }
    if (out.length() <= LONGEST_SHOWN) {
      return out.toString();
    }
    String digest = Integer.toHexString(out.toString().hashCode());
    return out.substring(0, 100) + "… (" + bytes.length + " bytes, hash " + digest + ")";
  }

  private static String repeated(String text) {
    Matcher found = REPEATED.matcher(text);
    var out = new StringBuilder();
    while (found.find()) {
      var copies = new StringBuilder();
      for (int i = 0; i < Integer.parseInt(found.group(2)); i++) {
        copies.append(found.group(1).replace("#", String.valueOf(i)));
      }
      found.appendReplacement(out, Matcher.quoteReplacement(copies.toString()));
    }
    return found.appendTail(out).toString();
  }

  // Writes what the escape stands for; returns the place of its last character.
  private static int escape(String source, int at, ByteArrayOutputStream out) {
    switch (source.charAt(at)) {
      case 'r' -> out.write('\r');
      case 'n' -> out.write('\n');
      case 't' -> out.write('\t');
      case '0' -> out.write(0);
      case '\\' -> out.write('\\');
      case '\n' -> {} // the line goes on
      case 'x' -> {
        out.write(Integer.parseInt(source.substring(at + 1, at + 3), 16));
        return at + 2;
      }
      default ->
          throw new IllegalArgumentException(
              "\\" + source.charAt(at) + " (expected: \\r \\n \\t \\0 \\\\ \\xHH)");
    }
    return at;
  }

  private Wire() {}
}
