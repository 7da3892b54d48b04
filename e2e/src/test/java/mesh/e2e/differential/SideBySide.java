package mesh.e2e.differential;

import java.util.ArrayList;
import java.util.List;

/** Two texts in two columns, aligned; a mark on each line that differs. */
final class SideBySide {

  private static final int WIDTH = 76;

  static String of(String leftTitle, List<String> left, String rightTitle, List<String> right) {
    List<String> rows = new ArrayList<>();
    rows.add(row(leftTitle, ' ', rightTitle));
    rows.add(row("-".repeat(WIDTH), '-', "-".repeat(WIDTH)));
    int[][] common = common(left, right);
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
        rows.add(row(left.get(i++), ' ', right.get(j++)));
      } else if (i < left.size()
          && j < right.size()
          && common[i + 1][j] == common[i][j + 1]
          && common[i + 1][j + 1] == common[i][j]) {
        rows.add(row(left.get(i++), '|', right.get(j++)));
      } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
        rows.add(row(left.get(i++), '<', ""));
      } else {
        rows.add(row("", '>', right.get(j++)));
      }
    }
    return String.join("\n", rows);
  }

  // Length of the longest common subsequence of both ends.
  private static int[][] common(List<String> left, List<String> right) {
    int[][] length = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        length[i][j] =
            left.get(i).equals(right.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    return length;
  }

  private static String row(String left, char mark, String right) {
    List<String> rows = new ArrayList<>();
    int length = Math.max(1, Math.max(left.length(), right.length()));
    for (int at = 0; at < length; at += WIDTH) {
      rows.add(("%-" + WIDTH + "s %c %s").formatted(cut(left, at), mark, cut(right, at)));
    }
    return String.join("\n", rows);
  }

  private static String cut(String text, int at) {
    return text.substring(Math.min(at, text.length()), Math.min(at + WIDTH, text.length()));
  }

  private SideBySide() {}
}
