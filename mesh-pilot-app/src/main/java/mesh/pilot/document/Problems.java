package mesh.pilot.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with some documents while they are read. Confined to one thread. */
public final class Problems {

  private final List<Problem> all = new ArrayList<>();
  private String resource = "";

  /** The faults from here on are faults of this resource; empty if it is not known. */
  public void reading(String next) {
    resource = next;
  }

  /** Adds a fault; reading goes on, so that the next one is seen as well. */
  public void fault(Place place, String field, @Nullable Object value, String expected) {
    add(Code.SCHEMA_VALIDATION_ERROR, place, field, value, expected);
  }

  /** Adds a fault of another kind. */
  public void add(Code code, Place place, String field, @Nullable Object value, String expected) {
    all.add(
        new Problem(
            Problem.Severity.ERROR,
            code,
            resource,
            place,
            field,
            value == null ? null : value.toString(),
            expected));
  }

  /** What was found up to now. */
  public List<Problem> all() {
    return List.copyOf(all);
  }
}
