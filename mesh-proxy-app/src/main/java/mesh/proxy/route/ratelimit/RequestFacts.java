package mesh.proxy.route.ratelimit;

import java.util.Map;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * What descriptors are made from.
 *
 * @param destinationCluster where the request is routed to; null if it is not forwarded
 * @param routeMetadata namespace to struct
 * @param serviceCluster this proxy's own, from the node of the bootstrap; may be empty
 */
public record RequestFacts(
    Headers head,
    StreamInfo info,
    @Nullable String destinationCluster,
    Map<String, Map<String, Object>> routeMetadata,
    String serviceCluster) {}
