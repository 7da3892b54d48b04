package mesh.testkit;

import java.util.function.IntUnaryOperator;

/**
 * Chance by script: gives out the numbers that it was made with, in order. Confined to one thread.
 *
 * <p>Fails the test if the script is used up, or if a number does not lie below the bound that the
 * code under test asked for.
 */
public final class ScriptedRandom implements IntUnaryOperator {

  private final int[] script;
  private int used;

  private ScriptedRandom(int[] script) {
    this.script = script;
  }

  /** A source that draws these numbers. */
  public static ScriptedRandom of(int... script) {
    return new ScriptedRandom(script.clone());
  }

  @Override
  public int applyAsInt(int bound) {
    if (used == script.length) {
      throw new AssertionError("draw " + (used + 1) + " (expected: at most " + used + " draws)");
    }
    int drawn = script[used++];
    if (drawn < 0 || drawn >= bound) {
      throw new AssertionError("draw " + used + ": " + drawn + " (expected: below " + bound + ")");
    }
    return drawn;
  }

  /** How many numbers of the script are left. */
  public int remaining() {
    return script.length - used;
  }
}
