package mesh.proxy.admin.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPage.Parameter;
import mesh.proxy.admin.AdminRequest;

/** {@code /logging}. */
public final class LoggingPage {

  private static final List<String> LEVELS =
      List.of("trace", "debug", "info", "warning", "error", "critical", "off");

  private final LoggerLevels loggers;

  public LoggingPage(LoggerLevels loggers) {
    this.loggers = loggers;
  }

  public List<AdminPage> all() {
    return List.of(
        AdminPage.change(
            "/logging",
            "query/change logging levels",
            this::answer,
            new Parameter(
                "paths",
                "Change multiple logging levels by setting to"
                    + " <logger_name1>:<desired_level1>,<logger_name2>:<desired_level2>."),
            new Parameter(
                "level",
                "desired logging level, this will change all loggers's level; One of ("
                    + String.join(", ", LEVELS)
                    + ")")));
  }

  private AdminAnswer answer(AdminRequest request) {
    String fault = change(request.parameters());
    return fault.isEmpty() ? AdminAnswer.text(active()) : AdminAnswer.text(400, usage(fault));
  }

  /** Empty if all is well; then, and only then, something was changed. */
  private String change(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return "";
    }
    if (parameters.size() > 1) {
      return "invalid number of parameters";
    }
    Map.Entry<String, String> only = parameters.entrySet().iterator().next();
    Map<String, String> wanted = new LinkedHashMap<>();
    switch (only.getKey()) {
      case "level" -> loggers.levels().keySet().forEach(name -> wanted.put(name, only.getValue()));
      case "paths" -> {
        for (String pair : only.getValue().split(",")) {
          int colon = pair.indexOf(':');
          if (colon < 0) {
            return "unable to parse log level param";
          }
          wanted.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
      }
      default -> wanted.put(only.getKey(), only.getValue());
    }
    return set(wanted);
  }

  private String set(Map<String, String> wanted) {
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      if (!LEVELS.contains(one.getValue())) {
        return "unknown logger level";
      }
      if (!loggers.levels().containsKey(one.getKey())) {
        return "unknown logger name";
      }
    }
    wanted.forEach(loggers::set);
    return "";
  }

  private String usage(String fault) {
    return """
    error: %s

    usage: /logging?<name>=<level> (change single level)
    usage: /logging?paths=name1:level1,name2:level2,... (change multiple levels)
    usage: /logging?level=<level> (change all levels)
    levels: %s\s
    """
            .formatted(fault, String.join(" ", LEVELS))
        + active();
  }

  private String active() {
    var text = new StringBuilder("active loggers:\n");
    loggers
        .levels()
        .forEach(
            (name, level) ->
                text.append("  ").append(name).append(": ").append(level).append('\n'));
    return text.append('\n').toString();
  }
}
