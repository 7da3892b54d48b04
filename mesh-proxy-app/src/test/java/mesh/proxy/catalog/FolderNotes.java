package mesh.proxy.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code package-info} of an extension's folder says. Immutable.
 *
 * @param what its first paragraph
 * @param links to the pages that it follows
 * @param more every other paragraph: what is not supported, what differs
 */
record FolderNotes(String what, List<String> links, List<String> more) {

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/");
  private static final Pattern LINK = Pattern.compile("https?://\\S*[^\\s.,)]");
  // Behind the link of "Source: ... ." there may be more to say.
  private static final Pattern SOURCE =
      Pattern.compile(
          "(Contract|Source|Behaviour): (https?://\\S+)(,? and https?://\\S+)*\\.?\\s*");

  static FolderNotes of(String folder) {
    Path file = SOURCES.resolve(folder.replace('.', '/')).resolve("package-info.java");
    try {
      Matcher javadoc = JAVADOC.matcher(Files.readString(file));
      if (!javadoc.find()) {
        throw new IllegalStateException(file + " has no javadoc");
      }
      return read(javadoc.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FolderNotes read(String javadoc) {
    List<String> paragraphs =
        Arrays.stream(javadoc.replaceAll("(?m)^ *\\* ?", "").split("<p>"))
            .map(paragraph -> markdown(paragraph.replaceAll("\\s+", " ").strip()))
            .toList();
    List<String> links = new ArrayList<>();
    List<String> more = new ArrayList<>();
    for (String paragraph : paragraphs.subList(1, paragraphs.size())) {
      LINK.matcher(paragraph).results().forEach(link -> links.add(link.group()));
      String rest = SOURCE.matcher(paragraph).replaceAll("").strip();
      if (!rest.isEmpty()) {
        more.add(rest);
      }
    }
    return new FolderNotes(sentence(paragraphs.getFirst()), List.copyOf(links), List.copyOf(more));
  }

  // The heading has the name already.
  private static String sentence(String paragraph) {
    String rest = paragraph.replaceFirst("^`[^`]*`: ", "");
    return rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
  }

  private static String markdown(String javadoc) {
    return javadoc.replaceAll("\\{@code ([^}]*)}", "`$1`").replaceAll("\\{@link ([^}]*)}", "`$1`");
  }
}
