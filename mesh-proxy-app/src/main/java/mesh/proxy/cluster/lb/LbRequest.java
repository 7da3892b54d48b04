package mesh.proxy.cluster.lb;

import java.net.SocketAddress;
import java.util.Map;
import mesh.proxy.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What load balancing may ask of a request. Implemented by the request itself, so that to ask costs
 * no object; whoever has nothing to say uses {@link #ANY}.
 */
public interface LbRequest {

  /** A request that any host may serve. */
  LbRequest ANY = new LbRequest() {};

  /**
   * True if {@link #hash()} means something; else the pick is random where the policy needs one.
   */
  default boolean hasHash() {
    return false;
  }

  /** From the route's hash policy; all 64 bits count. */
  default long hash() {
    return 0;
  }

  /** How often a host may be drawn until one is not refused; the last one is taken all the same. */
  default int maxAttempts() {
    return 1;
  }

  /** True if another host should be drawn: a retry that avoids hosts which failed before. */
  default boolean isRefused(Endpoint host) {
    return false;
  }

  /** How to spread over priorities: a retry may leave out those it tried before. */
  default PriorityLoad priorityLoad(PriorityLoad usual) {
    return usual;
  }

  /** What the host's metadata in {@code envoy.lb} must be, by key; empty if any will do. */
  default Map<String, Object> metadataMatch() {
    return Map.of();
  }

  /** The address of a host to take if it is there and serves; null if there is no such wish. */
  default @Nullable String overrideHost() {
    return null;
  }

  /** True if no other host may take the place of {@link #overrideHost()}. */
  default boolean isOverrideStrict() {
    return false;
  }

  /** Where the connection wanted to go before it was captured; null if nobody knows. */
  default @Nullable SocketAddress originalDestination() {
    return null;
  }

  /** A header of the request; null if there is none, or if this is not HTTP. */
  default @Nullable String header(String name) {
    return null;
  }
}
