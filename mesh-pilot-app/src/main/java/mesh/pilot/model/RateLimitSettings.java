package mesh.pilot.model;

import java.time.Duration;
import java.util.List;

/**
 * The rate limit service that all gateways ask. Immutable.
 *
 * @param domain under which the service keeps its limits
 * @param failureModeDeny whether requests are refused while the service does not answer
 * @param descriptors each is one list of what is told of a request
 */
public record RateLimitSettings(
    ExtensionProvider.Target to,
    String domain,
    Duration timeout,
    boolean failureModeDeny,
    List<List<Entry>> descriptors) {

  public RateLimitSettings {
    descriptors = descriptors.stream().map(List::copyOf).toList();
  }

  /**
   * One part of a descriptor.
   *
   * @param value the header's name, or the key's value; empty for the others
   */
  public record Entry(What what, String value) {}

  /** What is told of a request, under the names of Envoy's actions. */
  public enum What {
    DESTINATION_CLUSTER,
    SOURCE_CLUSTER,
    REMOTE_ADDRESS,
    REQUEST_HEADERS,
    GENERIC_KEY
  }
}
