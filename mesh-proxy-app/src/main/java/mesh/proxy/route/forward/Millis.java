package mesh.proxy.route.forward;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import mesh.config.InvalidConfigException;

/** Reads spans of time. */
public final class Millis {

  private Millis() {}

  /**
   * Milliseconds, rounded down.
   *
   * @throws InvalidConfigException naming {@code field}, if it is negative or no valid duration
   */
  public static long of(String field, Duration proto) {
    if (!Durations.isValid(proto) || Durations.isNegative(proto)) {
      throw new InvalidConfigException(
          field, proto.getSeconds() + "s " + proto.getNanos() + "ns", "a duration of 0s or more");
    }
    return Durations.toMillis(proto);
  }

  /** As {@link #of}, but at least one: what is not zero does not become zero. */
  public static long atLeastOne(String field, Duration proto) {
    return Math.max(1, of(field, proto));
  }
}
