package mesh.proxy.match;

/** Compares a string with a pattern of {@code envoy.type.matcher.v3.StringMatcher}. Immutable. */
public sealed interface StringMatch {

  boolean matches(String text);

  /** The pattern as a whole. */
  record Exact(String expected, boolean ignoreCase) implements StringMatch {

    @Override
    public boolean matches(String text) {
      return ignoreCase ? Ascii.equalsIgnoringCase(text, expected) : text.equals(expected);
    }
  }

  /** The pattern at the start. */
  record Prefix(String prefix, boolean ignoreCase) implements StringMatch {

    @Override
    public boolean matches(String text) {
      return ignoreCase ? Ascii.matchesAt(text, 0, prefix) : text.startsWith(prefix);
    }
  }

  /** The pattern at the end. */
  record Suffix(String suffix, boolean ignoreCase) implements StringMatch {

    @Override
    public boolean matches(String text) {
      return ignoreCase
          ? Ascii.matchesAt(text, text.length() - suffix.length(), suffix)
          : text.endsWith(suffix);
    }
  }

  /** The pattern anywhere. */
  record Contains(String part, boolean ignoreCase) implements StringMatch {

    @Override
    public boolean matches(String text) {
      if (!ignoreCase) {
        return text.contains(part);
      }
      for (int at = 0; at <= text.length() - part.length(); at++) {
        if (Ascii.matchesAt(text, at, part)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A regular expression for the whole. */
  record SafeRegex(Regex regex) implements StringMatch {

    @Override
    public boolean matches(String text) {
      return regex.matches(text);
    }
  }
}
