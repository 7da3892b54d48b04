package mesh.proxy.match;

/** A condition on {@code :path} without its query and fragment. Immutable. */
public record PathMatch(StringMatch match) {

  /**
   * Looks at the path.
   *
   * @param path {@code :path} with its query
   */
  public boolean matches(String path) {
    return match.matches(QueryString.cut(path));
  }
}
