package mesh.proxy.bootstrap.actuator;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Lets through the lines of a Prometheus page that are about some metrics. */
final class NamedLines implements Appendable {

  private static final String TYPE = "# TYPE ";
  private static final String HELP = "# HELP ";
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

  private final Appendable out;
  private final Set<String> names;
  private final StringBuilder line = new StringBuilder();

  NamedLines(Appendable out, Set<String> names) {
    this.out = out;
    this.names = names;
  }

  @Override
  public Appendable append(CharSequence part) throws IOException {
    return append(part, 0, part.length());
  }

  @Override
  public Appendable append(CharSequence part, int start, int end) throws IOException {
    for (int at = start; at < end; at++) {
      append(part.charAt(at));
    }
    return this;
  }

  @Override
  public Appendable append(char letter) throws IOException {
    line.append(letter);
    if (letter == '\n') {
      if (isWanted()) {
        out.append(line);
      }
      line.setLength(0);
    }
    return this;
  }

  private boolean isWanted() {
    boolean isHead = line.indexOf(TYPE) == 0 || line.indexOf(HELP) == 0;
    int from = isHead ? TYPE.length() : 0;
    int end = from;
    while (end < line.length() && " {".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    String name = line.substring(from, end);
    return names.contains(name)
        || PARTS.stream()
            .anyMatch(part -> name.endsWith(part) && names.contains(without(name, part)));
  }

  private static String without(String name, String part) {
    return name.substring(0, name.length() - part.length());
  }
}
