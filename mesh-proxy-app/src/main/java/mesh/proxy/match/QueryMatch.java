package mesh.proxy.match;

import org.jspecify.annotations.Nullable;

/**
 * A condition on the first value of a query parameter. Immutable.
 *
 * @param match null if only presence is asked for
 * @param expected false asks for absence; without {@code match} only
 */
public record QueryMatch(String name, @Nullable StringMatch match, boolean expected) {

  /**
   * Looks at the query.
   *
   * @param path {@code :path} with its query
   */
  public boolean matches(String path) {
    String value = QueryString.value(path, name);
    return match == null ? (value != null) == expected : value != null && match.matches(value);
  }
}
