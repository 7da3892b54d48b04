package mesh.proxy.cluster.lb;

import mesh.proxy.endpoint.Addresses;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;

/**
 * What all hash policies share. Immutable.
 *
 * @param byHostname true if a host is known by its name instead of its address
 * @param balanceFactor percent of the average load that a host may have, at least 100; 0 for any
 */
public record HashSettings(boolean byHostname, int balanceFactor) {

  private static final String HASH_KEY = "hash_key";

  /** What a host is known by: {@code hash_key} in its metadata, else name or address. */
  public String keyOf(Endpoint host) {
    var metadata = host.metadata().get(EndpointConfig.LB_NAMESPACE);
    if (metadata != null && metadata.get(HASH_KEY) instanceof String key && !key.isEmpty()) {
      return key;
    }
    return byHostname ? host.hostname() : Addresses.text(host.address());
  }

  /** Puts the limit of a host's load in front of a picker, if there is one. */
  public Picker bounded(Picker picker, Candidates candidates) {
    return balanceFactor == 0 || candidates.size() == 1
        ? picker
        : new BoundedLoadPicker(picker, candidates, balanceFactor);
  }
}
