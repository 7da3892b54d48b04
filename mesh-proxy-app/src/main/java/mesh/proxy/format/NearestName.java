package mesh.proxy.format;

/** Finds the name that somebody who mistyped it probably meant. */
final class NearestName {

  private NearestName() {}

  /**
   * The name with the fewest letters to change.
   *
   * @param names non-empty
   */
  static String of(String written, Iterable<String> names) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      int distance = distance(written, name);
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest;
  }

  // Levenshtein's, one row at a time.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int at = 0; at < row.length; at++) {
      row[at] = at;
    }
    for (int at = 1; at <= from.length(); at++) {
      int diagonal = row[0];
      row[0] = at;
      for (int other = 1; other < row.length; other++) {
        int changed = diagonal + (from.charAt(at - 1) == to.charAt(other - 1) ? 0 : 1);
        diagonal = row[other];
        row[other] = Math.min(changed, Math.min(row[other], row[other - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
