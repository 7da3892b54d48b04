package mesh.proxy.format.operator;

import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;
import mesh.proxy.format.time.TimePattern;

/** Operators that print points in time. */
final class TimeOperators {

  static final ZoneId UTC = ZoneId.of("UTC");

  private TimeOperators() {}

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    all.put("START_TIME", call -> start(pattern(call, UTC)));
    all.put("START_TIME_LOCAL", call -> start(pattern(call, ZoneId.systemDefault())));
    all.put("EMIT_TIME", call -> emit(pattern(call, UTC)));
    all.put("EMIT_TIME_LOCAL", call -> emit(pattern(call, ZoneId.systemDefault())));
  }

  /** The pattern of a call; a fault if it has specifiers that do not exist. */
  static TimePattern pattern(OperatorCall call, ZoneId zone) {
    call.requireNoLength();
    String pattern = call.optional();
    try {
      return TimePattern.of(pattern.isEmpty() ? TimePattern.USUAL : pattern, zone);
    } catch (IllegalArgumentException e) {
      throw call.wrong("a strftime pattern; there is no " + e.getMessage());
    }
  }

  private static Operator start(TimePattern pattern) {
    return (info, to) -> {
      pattern.printMillis(info.startMillis, to);
      return true;
    };
  }

  private static Operator emit(TimePattern pattern) {
    return (info, to) -> {
      pattern.printMillis(System.currentTimeMillis(), to);
      return true;
    };
  }
}
