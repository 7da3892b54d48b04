package mesh.proxy.config;

/**
 * Something that works, but that a person should look at.
 *
 * @param path from the document that is read; with file and line in front if it came from a file
 * @param text what about it
 */
public record ConfigWarning(String path, String text) {

  /** One line, as it is logged. */
  public String sentence() {
    return path.isEmpty() ? text : path + ": " + text;
  }
}
