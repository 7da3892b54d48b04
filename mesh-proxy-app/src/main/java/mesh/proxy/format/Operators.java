package mesh.proxy.format;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** All operators by name. */
final class Operators {

  private static final Map<String, Function<OperatorCall, Operator>> ALL = new TreeMap<>();

  static {
    HeaderOperators.addTo(ALL);
  }

  private Operators() {}

  /**
   * The operator of a call.
   *
   * @throws mesh.config.InvalidConfigException if there is none of that name, or its arguments are
   *     wrong
   */
  static Operator of(OperatorCall call) {
    Function<OperatorCall, Operator> factory = ALL.get(call.name());
    if (factory == null) {
      throw call.wrong(
          "an operator; the nearest is %" + NearestName.of(call.name(), ALL.keySet()) + "%");
    }
    Operator operator = factory.apply(call);
    return call.maxLength() == OperatorCall.UNLIMITED
        ? operator
        : new Shortened(operator, call.maxLength());
  }
}
