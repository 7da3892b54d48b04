package mesh.config;

import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelled name was meant to be. */
public final class Suggestion {

  private static final int LETTERS_PER_SLIP = 3; // one slip in three letters is still the same word
  private static final int MOST_SLIPS = 5;

  private Suggestion() {}

  /** The known name that needs the fewest corrections; empty if none is near. */
  public static Optional<String> nearest(String name, Iterable<String> known) {
    String given = name.toLowerCase(Locale.ROOT);
    int fewest = Math.clamp(name.length() / LETTERS_PER_SLIP, 1, MOST_SLIPS) + 1;
    String best = null;
    for (String candidate : known) {
      String other = candidate.toLowerCase(Locale.ROOT);
      if (Math.abs(other.length() - given.length()) < fewest) {
        int slips = slips(given, other);
        if (slips < fewest) {
          fewest = slips;
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Ends a sentence: {@code "; did you mean port_value?"}, or empty. */
  public static String hint(String name, Iterable<String> known) {
    return nearest(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  // Wagner and Fischer 1974, with transposed neighbours counted once; three rows instead of a
  // table.
  private static int slips(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
    }
    return row[b.length()];
  }
}
