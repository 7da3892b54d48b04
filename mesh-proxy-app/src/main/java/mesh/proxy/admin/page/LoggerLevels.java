package mesh.proxy.admin.page;

import java.util.Map;

/** The levels of the process's loggers. Shared by all threads. */
public interface LoggerLevels {

  /** Logger's name, as operators call it, to level; in the order in which they are shown. */
  Map<String, String> levels();

  /**
   * Sets a level.
   *
   * @param logger one of {@link #levels()}
   * @param level one of trace, debug, info, warning, error, critical, off
   */
  void set(String logger, String level);
}
