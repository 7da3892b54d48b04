package mesh.proxy.config;

/**
 * Something that works, but that a person should look at.
 *
 * @param place where it is written down: {@code proxy.yaml:17}; empty if that is not known
 * @param path from the document that is read
 * @param text what about it
 */
public record ConfigWarning(String place, String path, String text) {

  /** A warning whose place is not known yet. */
  public ConfigWarning(String path, String text) {
    this("", path, text);
  }

  /** The same warning with the place where the cause is written down. */
  public ConfigWarning at(String where) {
    return new ConfigWarning(where, path, text);
  }

  /** One line, as it is logged. */
  public String sentence() {
    return (place.isEmpty() ? "" : place + ": ") + (path.isEmpty() ? "" : path + ": ") + text;
  }
}
