package mesh.proxy.config.proto;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.config.Suggestion;

/** Guesses which message an unknown type URL was meant to name. Used for errors alone. */
final class TypeGuess {

  private static final Pattern MESSAGE_CLASS =
      Pattern.compile("io/envoyproxy/(envoy/[a-z0-9_/]*/v3/[A-Z]\\w*)OrBuilder\\.class");

  private TypeGuess() {}

  /** Ends a sentence: {@code "; did you mean ...?"}, or empty. */
  static String hint(String name) {
    List<String> known = messages();
    String near = Suggestion.hint(name, known);
    if (!near.isEmpty()) {
      return near;
    }
    String last = name.substring(name.lastIndexOf('.')); // the right message of a wrong package
    return known.stream()
        .filter(one -> one.endsWith(last))
        .findFirst()
        .map(one -> "; did you mean " + one + "?")
        .orElse("");
  }

  private static List<String> messages() {
    URL self = Bootstrap.class.getResource("Bootstrap.class");
    List<String> names = new ArrayList<>();
    try {
      if (self != null && self.openConnection() instanceof JarURLConnection jar) {
        jar.getJarFile().stream()
            .map(entry -> MESSAGE_CLASS.matcher(entry.getName()))
            .filter(Matcher::matches)
            .forEach(found -> names.add(found.group(1).replace('/', '.')));
      }
    } catch (IOException e) {
      return List.of(); // a guess less; the error itself is told anyway
    }
    return names;
  }
}
