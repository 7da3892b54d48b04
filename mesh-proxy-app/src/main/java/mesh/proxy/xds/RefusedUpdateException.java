package mesh.proxy.xds;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mesh.config.InvalidConfigException;

/** A response that was not taken as it is; the message is the text of the NACK. */
public final class RefusedUpdateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /**
   * What is wrong with one resource.
   *
   * @param index where it stands in the response; negative for the response as a whole
   * @param name may be empty
   * @param fault fields relative to the resource
   */
  public record Fault(int index, String name, InvalidConfigException fault) {

    /** Names the resource, and each of its faults. */
    public String sentence() {
      String from = name.isEmpty() ? "" : name + ": ";
      return fault.faults().stream()
          .map(one -> from + one.sentence())
          .collect(Collectors.joining("\n"));
    }

    /** Path of the resource from the response. */
    public String path() {
      return index < 0 ? "" : "resources[" + index + "]";
    }
  }

  /**
   * Refuses.
   *
   * @param faults non-empty
   */
  public RefusedUpdateException(List<Fault> faults) {
    super(faults.stream().map(Fault::sentence).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** Refuses a response as a whole. */
  public static RefusedUpdateException whole(InvalidConfigException fault) {
    return new RefusedUpdateException(List.of(new Fault(-1, "", fault)));
  }

  public List<Fault> faults() {
    return faults;
  }

  /** The same with the faults of another one. */
  public RefusedUpdateException and(RefusedUpdateException other) {
    List<Fault> all = new ArrayList<>(faults);
    all.addAll(other.faults);
    return new RefusedUpdateException(all);
  }
}
