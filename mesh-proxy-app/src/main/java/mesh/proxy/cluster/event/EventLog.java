package mesh.proxy.cluster.event;

/** Takes events, one JSON object a line. Shared by all threads. */
@FunctionalInterface
public interface EventLog {

  /** Nobody reads them. */
  EventLog NONE = line -> {};

  /**
   * Writes an event.
   *
   * @param line without the line's end
   */
  void write(String line);
}
