package mesh.pilot.document;

import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one document. Confined to one thread. */
public final class Problems {

  private final List<InvalidConfigException> faults = new ArrayList<>();

  /** Adds a fault; reading goes on, so that the next one is seen as well. */
  public void fault(Place place, String field, @Nullable Object value, String expected) {
    faults.add(new InvalidConfigException(field, value, expected).at(place.toString()));
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /**
   * Ends the reading of a document.
   *
   * @throws InvalidConfigException with all faults, if there are any
   */
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw InvalidConfigException.of(faults);
    }
  }
}
