package mesh.pilot.document;

/**
 * Where a value is written down. Immutable.
 *
 * @param source file name, or what stands for it: {@code api}, {@code application.yml}
 * @param line from 1; 0 if it is not known
 * @param column from 1
 */
public record Place(String source, int line, int column) {

  /** Nowhere: for rules that were made and not read. */
  public static final Place NONE = new Place("", 0, 0);

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
