package mesh.proxy.route;

import java.util.Map;
import mesh.proxy.tracing.TraceRoute;

/**
 * What a route says beside its conditions and its action. Immutable.
 *
 * @param name may be empty
 * @param statPrefix may be empty
 * @param requestBufferLimit bytes; {@link Route#NO_LIMIT} if there is none
 */
record RouteFacts(
    String name,
    Map<String, Map<String, Object>> metadata,
    TraceRoute trace,
    String statPrefix,
    long requestBufferLimit) {

  RouteFacts {
    metadata = Map.copyOf(metadata);
  }
}
