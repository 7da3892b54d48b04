package mesh.proxy.bootstrap.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mesh.proxy.admin.page.LoggerLevels;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/** The loggers by the names of the rooms; {@code root} is everything else. */
final class LoggerNames implements LoggerLevels {

  private static final String ROOT = "root";
  private static final String ROOMS = "mesh.proxy.";

  private static final List<String> NAMES =
      List.of(
          "accesslog",
          "admin",
          "bootstrap",
          "cluster",
          "config",
          "filter",
          "http",
          "listener",
          ROOT,
          "route",
          "runtime",
          "stats",
          "tls",
          "tracing",
          "xds");

  private final LoggingSystem logging;

  LoggerNames(LoggingSystem logging) {
    this.logging = logging;
  }

  @Override
  public Map<String, String> levels() {
    Map<String, String> levels = new LinkedHashMap<>();
    NAMES.forEach(name -> levels.put(name, word(logging.getLoggerConfiguration(logger(name)))));
    return levels;
  }

  @Override
  public void set(String logger, String level) {
    logging.setLogLevel(logger(logger), level(level));
  }

  private static String logger(String name) {
    return name.equals(ROOT) ? LoggingSystem.ROOT_LOGGER_NAME : ROOMS + name;
  }

  private String word(@Nullable LoggerConfiguration configuration) {
    if (configuration == null) { // nobody asked for that logger yet
      return word(logging.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME));
    }
    String level = configuration.getLevelConfiguration().getName().toLowerCase(Locale.ROOT);
    return level.equals("warn") ? "warning" : level;
  }

  private static LogLevel level(String word) {
    return switch (word) {
      case "trace" -> LogLevel.TRACE;
      case "debug" -> LogLevel.DEBUG;
      case "info" -> LogLevel.INFO;
      case "warning" -> LogLevel.WARN;
      case "error", "critical" -> LogLevel.ERROR;
      case "off" -> LogLevel.OFF;
      default -> throw new IllegalArgumentException(word);
    };
  }
}
