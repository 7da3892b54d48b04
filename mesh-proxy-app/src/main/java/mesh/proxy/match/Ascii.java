package mesh.proxy.match;

/**
 * Comparison that folds the case of A to Z and of nothing else, as HTTP and DNS do. {@link
 * String#equalsIgnoreCase} folds other alphabets, too.
 */
public final class Ascii {

  private Ascii() {}

  public static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter;
  }

  /** The same instance if there is nothing to fold. */
  public static String lower(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (lower(text.charAt(at)) != text.charAt(at)) {
        return folded(text);
      }
    }
    return text;
  }

  public static boolean equalsIgnoringCase(String text, String other) {
    return text.length() == other.length() && matchesAt(text, 0, other);
  }

  /**
   * True if {@code part} stands at {@code offset} of {@code text}, in any case; false for an offset
   * outside.
   */
  public static boolean matchesAt(String text, int offset, String part) {
    int length = part.length();
    if (offset < 0 || offset > text.length() - length) {
      return false;
    }
    for (int at = 0; at < length; at++) {
      if (lower(text.charAt(offset + at)) != lower(part.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static String folded(String text) {
    char[] letters = text.toCharArray();
    for (int at = 0; at < letters.length; at++) {
      letters[at] = lower(letters[at]);
    }
    return new String(letters);
  }
}
