package mesh.proxy.accesslog.rule;

import mesh.proxy.runtime.Runtime;

/**
 * Compares a number with one that the runtime may override. Immutable.
 *
 * @param runtimeKey may be empty
 */
public record Comparison(Operation operation, long usual, String runtimeKey, Runtime runtime) {

  /** How numbers compare. */
  public enum Operation {
    EQUAL,
    AT_LEAST,
    AT_MOST
  }

  boolean holds(long number) {
    long other = runtime.integer(runtimeKey, usual);
    return switch (operation) {
      case EQUAL -> number == other;
      case AT_LEAST -> number >= other;
      case AT_MOST -> number <= other;
    };
  }
}
