package mesh.proxy.format.operator;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** All operators by name. */
public final class Operators {

  private static final Map<String, Function<OperatorCall, Operator>> ALL = new TreeMap<>();

  static {
    HeaderOperators.addTo(ALL);
    PathOperators.addTo(ALL);
    TimeOperators.addTo(ALL);
    DurationOperators.addTo(ALL);
    StreamOperators.addTo(ALL);
    AddressOperators.addTo(ALL);
    TlsOperators.addTo(ALL);
    MetadataOperators.addTo(ALL);
    ProcessOperators.addTo(ALL);
  }

  private Operators() {}

  /**
   * The operator of a call.
   *
   * @throws mesh.config.InvalidConfigException if there is none of that name, or its arguments are
   *     wrong
   */
  public static Operator of(OperatorCall call) {
    Function<OperatorCall, Operator> factory = ALL.get(call.name());
    if (factory == null) {
      throw call.wrong(
          "an operator that this proxy has; the nearest is %" + nearest(call.name()) + "%");
    }
    Operator operator = factory.apply(call);
    return call.maxLength() == OperatorCall.UNLIMITED
        ? operator
        : new Shortened(operator, call.maxLength());
  }

  /** The one that somebody who mistyped it probably meant: with the fewest letters to change. */
  private static String nearest(String written) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String name : ALL.keySet()) {
      int distance = distance(written, name);
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest;
  }

  // Levenshtein's, one row at a time.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int at = 0; at < row.length; at++) {
      row[at] = at;
    }
    for (int at = 1; at <= from.length(); at++) {
      int diagonal = row[0];
      row[0] = at;
      for (int other = 1; other < row.length; other++) {
        int changed = diagonal + (from.charAt(at - 1) == to.charAt(other - 1) ? 0 : 1);
        diagonal = row[other];
        row[other] = Math.min(changed, Math.min(row[other], row[other - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
