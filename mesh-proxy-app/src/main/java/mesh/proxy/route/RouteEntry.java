package mesh.proxy.route;

import java.util.List;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Numbers;
import mesh.proxy.route.match.RouteMatch;
import mesh.proxy.runtime.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a route and what it leads to: one route, or one of several by weight.
 * Immutable.
 */
final class RouteEntry {

  private final RouteMatch match;
  private final Weighted[] choices; // non-empty
  private final long totalWeight;
  private final boolean runtimeWeights;
  private final String randomHeader;

  /**
   * One of the routes that share the conditions.
   *
   * @param weight 0 to 2^32 - 1
   * @param runtimeKey may hold another weight; empty if it can not
   */
  record Weighted(Route route, long weight, String runtimeKey) {}

  RouteEntry(RouteMatch match, Route only) {
    this(match, List.of(new Weighted(only, 1, "")), "");
  }

  /**
   * A choice.
   *
   * @param randomHeader request field with a number to choose by; empty if there is none
   */
  RouteEntry(RouteMatch match, List<Weighted> choices, String randomHeader) {
    this.match = match;
    this.choices = choices.toArray(Weighted[]::new);
    this.totalWeight = choices.stream().mapToLong(Weighted::weight).sum();
    this.runtimeWeights = choices.stream().anyMatch(choice -> !choice.runtimeKey().isEmpty());
    this.randomHeader = randomHeader;
  }

  RouteMatch match() {
    return match;
  }

  /** Null if the runtime left no weight to anyone. */
  @Nullable Route choose(Headers head, Runtime runtime, long random) {
    if (choices.length == 1) {
      return choices[0].route();
    }
    long total = runtimeWeights ? total(runtime) : totalWeight;
    if (total <= 0) {
      return null;
    }
    long drawn =
        Long.remainderUnsigned(randomHeader.isEmpty() ? random : number(head, random), total);
    for (Weighted choice : choices) {
      drawn -= runtimeWeights ? weight(choice, runtime) : choice.weight();
      if (drawn < 0) {
        return choice.route();
      }
    }
    return choices[choices.length - 1].route(); // the runtime changed between total and draw
  }

  // The client's number if there is exactly one and it is one.
  private long number(Headers head, long random) {
    String text = head.joined(randomHeader);
    long number = text == null ? Numbers.NONE : Numbers.decimal(text);
    return number < 0 ? random : number;
  }

  private long total(Runtime runtime) {
    long total = 0;
    for (Weighted choice : choices) {
      total += weight(choice, runtime);
    }
    return total;
  }

  private static long weight(Weighted choice, Runtime runtime) {
    return Math.max(0, runtime.integer(choice.runtimeKey(), choice.weight()));
  }
}
