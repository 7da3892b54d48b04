package mesh.proxy.config;

import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The faults and warnings of one resource or file, in the order they were found. Confined to one
 * thread.
 */
public final class Findings {

  private static final int MOST = 100; // of each; a file with more is wrong as a whole

  private final List<InvalidConfigException> faults = new ArrayList<>();
  private final List<ConfigWarning> warnings = new ArrayList<>();

  /** Adds a fault; what is written in {@link InvalidConfigException} holds for the arguments. */
  public void fault(String field, @Nullable Object value, String expected) {
    fault(new InvalidConfigException(field, value, expected));
  }

  /** Adds a fault, or all faults that the exception carries. */
  public void fault(InvalidConfigException fault) {
    for (InvalidConfigException one : fault.faults()) {
      if (faults.size() < MOST) {
        faults.add(one);
      }
    }
  }

  /** Adds a warning. */
  public void warn(String path, String text) {
    if (warnings.size() < MOST) {
      warnings.add(new ConfigWarning(path, text));
    }
  }

  /** In the order found; at most 100. */
  public List<InvalidConfigException> faults() {
    return List.copyOf(faults);
  }

  /** In the order found; at most 100. */
  public List<ConfigWarning> warnings() {
    return List.copyOf(warnings);
  }

  /** True if anything must be refused. */
  public boolean isFaulty() {
    return !faults.isEmpty();
  }

  /**
   * Ends the reading if anything must be refused.
   *
   * @throws InvalidConfigException with all faults
   */
  public void throwIfFaulty() {
    if (isFaulty()) {
      throw InvalidConfigException.of(faults);
    }
  }
}
