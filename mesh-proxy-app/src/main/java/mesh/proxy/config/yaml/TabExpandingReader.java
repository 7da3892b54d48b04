package mesh.proxy.config.yaml;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives two spaces for each tab in front of a line. Confined to one thread.
 *
 * <p>YAML forbids tabs there, but older examples of proxies have them. In the text of a {@code |}
 * or {@code >} block only the block's own indentation is touched.
 */
final class TabExpandingReader extends Reader {

  private static final String SPACES_FOR_TAB = "  ";
  private static final Pattern BLOCK_HEADER = Pattern.compile("(^|[\\s:-])[|>][-+0-9]*\\s*(#.*)?$");
  private static final int NO_BLOCK = -1;

  private final BufferedReader lines;
  private String line = "";
  private int at; // next character of the line
  private int blockParent = NO_BLOCK; // column of the line that opened a block
  private int blockColumn = NO_BLOCK; // column of the block's text, once it is known
  private int number; // of the line, from 1
  private int firstTabbed;
  private int tabbed;

  TabExpandingReader(BufferedReader lines) {
    this.lines = lines;
  }

  /** The lines expanded so far. */
  TabbedLines tabbed() {
    return new TabbedLines(firstTabbed, tabbed);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (at == line.length() && !readLine()) {
      return -1;
    }
    int count = Math.min(length, line.length() - at);
    line.getChars(at, at + count, target, offset);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private boolean readLine() throws IOException {
    @Nullable String raw = lines.readLine();
    if (raw == null) {
      return false;
    }
    number++;
    line = expand(raw) + '\n';
    at = 0;
    if (raw.indexOf('\t') >= 0 && !line.startsWith(raw)) {
      firstTabbed = tabbed == 0 ? number : firstTabbed;
      tabbed++;
    }
    return true;
  }

  private String expand(String raw) {
    int end = indentation(raw);
    String indent = raw.substring(0, end).replace("\t", SPACES_FOR_TAB);
    if (end == raw.length()) {
      return blockParent == NO_BLOCK ? "" : raw;
    }
    if (blockParent != NO_BLOCK) {
      if (indent.length() > blockParent) {
        return blockLine(raw, indent);
      }
      blockParent = NO_BLOCK;
      blockColumn = NO_BLOCK;
    }
    String text = raw.substring(end);
    if (BLOCK_HEADER.matcher(text).find()) {
      blockParent = indent.length();
    }
    return indent + text;
  }

  // Whitespace past the block's column belongs to the text and stays as it is.
  private String blockLine(String raw, String indent) {
    if (blockColumn == NO_BLOCK) {
      int spaces = spaces(raw);
      blockColumn = spaces > blockParent ? spaces : indent.length();
    }
    int column = 0;
    int from = 0;
    while (column < blockColumn && from < raw.length()) {
      column += raw.charAt(from) == '\t' ? SPACES_FOR_TAB.length() : 1;
      from++;
    }
    return " ".repeat(column) + raw.substring(from);
  }

  private static int spaces(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) == ' ') {
      end++;
    }
    return end;
  }

  private static int indentation(String line) {
    int end = 0;
    while (end < line.length() && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) {
      end++;
    }
    return end;
  }
}
