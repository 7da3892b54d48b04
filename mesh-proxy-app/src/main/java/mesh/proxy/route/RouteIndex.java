package mesh.proxy.route;

import java.util.List;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.index.PathIndex;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a virtual host in order; the first that matches is taken. Immutable.
 *
 * <p>Few routes are tried one after the other. Of many, only those are tried, still in order, whose
 * exact path or prefix the request can have: see {@link PathIndex}.
 */
final class RouteIndex {

  static final RouteIndex EMPTY = new RouteIndex(List.of());

  private static final int FEW = 8;

  private final RouteEntry[] entries;
  private final @Nullable PathIndex paths;

  RouteIndex(List<RouteEntry> entries) {
    this.entries = entries.toArray(RouteEntry[]::new);
    this.paths =
        entries.size() <= FEW
            ? null
            : new PathIndex(entries.stream().map(entry -> entry.match().path()).toList());
  }

  /**
   * The first entry that matches.
   *
   * @param pathEnd where the part of {@code :path} to compare ends; -1 if there is no path
   */
  @Nullable RouteEntry find(
      Headers head, int pathEnd, StreamInfo info, Runtime runtime, long random) {
    String path = head.get(HeaderNames.PATH);
    String text = path == null ? "" : path;
    if (paths == null) {
      for (RouteEntry entry : entries) {
        if (entry.match().matches(head, text, pathEnd, info, runtime, random)) {
          return entry;
        }
      }
      return null;
    }
    PathIndex.Node node = paths.node(text, pathEnd);
    for (int at = paths.next(node, -1); at >= 0; at = paths.next(node, at)) {
      if (entries[at].match().matches(head, text, pathEnd, info, runtime, random)) {
        return entries[at];
      }
    }
    return null;
  }
}
