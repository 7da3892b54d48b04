package mesh.proxy.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.IntSupplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.runtime.Runtime;

/**
 * A regular expression of RE2's kind: linear in the length of its input, limited in size.
 * Immutable.
 *
 * <p>The limit is one for the process, as in Envoy, where it is a runtime key.
 */
public final class Regex {

  /** Envoy's {@code re2.max_program_size.error_level} where the runtime does not set it. */
  public static final int USUAL_MAX_PROGRAM_SIZE = 100;

  private static final String LIMIT_KEY = "re2.max_program_size.error_level";

  private static volatile IntSupplier maxProgramSize = () -> USUAL_MAX_PROGRAM_SIZE;

  private final Pattern pattern;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Sets the most instructions that an expression may compile to; counts for those compiled from
   * now on.
   */
  public static void limitProgramSize(int instructions) {
    maxProgramSize = () -> instructions;
  }

  /** Lets the runtime set that limit, whenever it changes. */
  public static void limitProgramSize(Runtime runtime) {
    maxProgramSize =
        () -> (int) Math.min(Integer.MAX_VALUE, runtime.integer(LIMIT_KEY, USUAL_MAX_PROGRAM_SIZE));
  }

  /**
   * Compiles.
   *
   * @throws InvalidConfigException naming {@code field}, if the expression is wrong or too big
   */
  public static Regex compile(String field, String expression) {
    return compile(field, expression, maxProgramSize.getAsInt());
  }

  static Regex compile(String field, String expression, int maxProgramSize) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new InvalidConfigException(
          field, expression, "a regular expression in RE2 syntax; " + e.getDescription());
    }
    if (pattern.programSize() > maxProgramSize) {
      throw new InvalidConfigException(
          field,
          expression,
          "a program of at most "
              + maxProgramSize
              + " instructions, not "
              + pattern.programSize()
              + "; the runtime key re2.max_program_size.error_level sets the limit");
    }
    return new Regex(pattern);
  }

  /** True if the whole of {@code text} matches. */
  public boolean matches(String text) {
    return pattern.matches(text);
  }

  /** The expression as it was written. */
  public String expression() {
    return pattern.pattern();
  }

  Pattern pattern() {
    return pattern;
  }

  @Override
  public String toString() {
    return expression();
  }
}
