package mesh.pilot.document;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where those values of a document stand that refer to other rules, or that others refer to; kept
 * for as long as the rule, so in few bytes. Immutable.
 */
public final class Places {

  /** Of a rule that was made and not read. */
  public static final Places NONE = new Places(Place.NONE, new TreeMap<>());

  private final Place document;
  private final String[] paths; // sorted
  private final int[] lines; // 1:1 with paths
  private final int[] columns; // 1:1 with paths

  /**
   * The places of a document.
   *
   * @param document where it begins
   */
  Places(Place document, SortedMap<String, Place> byPath) {
    this.document = document;
    this.paths = byPath.keySet().toArray(String[]::new);
    this.lines = byPath.values().stream().mapToInt(Place::line).toArray();
    this.columns = byPath.values().stream().mapToInt(Place::column).toArray();
  }

  /** Whether a value that is looked at stands there. */
  public boolean has(String path) {
    return Arrays.binarySearch(paths, path) >= 0;
  }

  /** Where the value stands, or the nearest one around it that is known. */
  public Place of(String path) {
    String around = path;
    while (!around.isEmpty()) {
      int at = Arrays.binarySearch(paths, around);
      if (at >= 0) {
        return new Place(document.source(), lines[at], columns[at]);
      }
      around = around.substring(0, Math.max(0, lastStep(around)));
    }
    return document;
  }

  private static int lastStep(String path) {
    return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Places that
        && document.equals(that.document)
        && Arrays.equals(paths, that.paths)
        && Arrays.equals(lines, that.lines)
        && Arrays.equals(columns, that.columns);
  }

  @Override
  public int hashCode() {
    return 31 * document.hashCode() + Arrays.hashCode(lines);
  }
}
