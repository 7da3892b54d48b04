package mesh.proxy.route.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import mesh.proxy.route.match.PathRule;
import org.jspecify.annotations.Nullable;

/**
 * Which routes of many a path can take. Immutable; a look-up allocates nothing.
 *
 * <p>Prefixes and exact paths are nodes that know the longest prefix they start with, so the
 * longest node of a path leads to all others. Routes of other kinds (expressions, templates,
 * CONNECT, any case) are candidates for every path. The candidates of a node, of those it leads to,
 * and the others are three or more sorted lists; they are walked together, lowest first.
 */
public final class PathIndex {

  private static final int END = -1;

  private final SliceTable<Node> exact;
  private final SliceTable<Node> prefixes;
  private final int longestPrefix;
  private final int[] others; // indexes of routes, ascending

  /** Routes with one prefix or one exact path. */
  public static final class Node {

    private final int[] routes; // ascending
    private final @Nullable Node shorter;

    Node(int[] routes, @Nullable Node shorter) {
      this.routes = routes;
      this.shorter = shorter;
    }
  }

  /** Indexes routes by their conditions on the path, in the order of the routes. */
  public PathIndex(List<PathRule> rules) {
    var exactRoutes = new TreeMap<String, List<Integer>>();
    var prefixRoutes =
        new TreeMap<String, List<Integer>>(
            Comparator.comparingInt(String::length).thenComparing(text -> text));
    var rest = new ArrayList<Integer>();
    for (int at = 0; at < rules.size(); at++) {
      List<Integer> routes =
          switch (rules.get(at)) {
            case PathRule.Exact(String text, boolean ignoreCase) when !ignoreCase ->
                exactRoutes.computeIfAbsent(text, key -> new ArrayList<>());
            case PathRule.Prefix(String text, boolean ignoreCase) when !ignoreCase ->
                prefixRoutes.computeIfAbsent(text, key -> new ArrayList<>());
            case PathRule.SeparatedPrefix(String text, boolean ignoreCase) when !ignoreCase ->
                prefixRoutes.computeIfAbsent(text, key -> new ArrayList<>());
            case PathRule other -> rest;
          };
      routes.add(at);
    }
    longestPrefix = prefixRoutes.isEmpty() ? 0 : prefixRoutes.lastKey().length();
    others = sorted(rest);
    prefixes = SliceTable.exactCase(prefixRoutes.size());
    prefixRoutes.forEach((text, routes) -> put(prefixes, text, routes)); // shortest first
    exact = SliceTable.exactCase(exactRoutes.size());
    exactRoutes.forEach((text, routes) -> put(exact, text, routes));
  }

  private void put(SliceTable<Node> table, String text, List<Integer> routes) {
    table.put(
        text,
        SliceTable.hash(text, text.length()),
        new Node(sorted(routes), longest(text, text.length())));
  }

  /**
   * Where the walk starts.
   *
   * @param end where the part of the path to compare ends; -1 if there is no path
   * @return null if no exact path and no prefix matches
   */
  public @Nullable Node node(String path, int end) {
    if (end >= 0 && exact.hasLength(end)) {
      Node found = exact.get(path, 0, end, SliceTable.hash(path, end));
      if (found != null) {
        return found;
      }
    }
    return longest(path, end);
  }

  /**
   * The next candidate.
   *
   * @param after index of the last one; -1 at the start
   * @return -1 at the end
   */
  public int next(@Nullable Node start, int after) {
    int next = firstAfter(others, after);
    for (Node node = start; node != null; node = node.shorter) {
      int candidate = firstAfter(node.routes, after);
      if (candidate >= 0 && (next < 0 || candidate < next)) {
        next = candidate;
      }
    }
    return next;
  }

  private @Nullable Node longest(String path, int end) {
    Node longest = null;
    int hash = 0;
    int last = Math.min(end, longestPrefix);
    for (int length = 0; length <= last; length++) {
      if (prefixes.hasLength(length)) {
        Node node = prefixes.get(path, 0, length, hash);
        longest = node == null ? longest : node;
      }
      if (length < last) {
        hash = SliceTable.extend(hash, path.charAt(length));
      }
    }
    return longest;
  }

  private static int firstAfter(int[] ascending, int after) {
    int found = Arrays.binarySearch(ascending, after + 1);
    int at = found < 0 ? ~found : found;
    return at == ascending.length ? END : ascending[at];
  }

  private static int[] sorted(List<Integer> ascending) {
    return ascending.stream().mapToInt(Integer::intValue).toArray();
  }
}
