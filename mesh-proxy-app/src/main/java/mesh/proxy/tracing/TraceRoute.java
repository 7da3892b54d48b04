package mesh.proxy.tracing;

import java.util.List;
import mesh.proxy.tracing.sampling.Sampling;
import mesh.proxy.tracing.tag.CustomTag;
import org.jspecify.annotations.Nullable;

/**
 * What a route says of traces. Immutable.
 *
 * @param operation name of the operation; empty if the route has none
 * @param propagate whether the other side is told in {@code x-envoy-decorator-operation}
 * @param sampling in place of the connection manager's; null keeps that
 * @param tags in place of the connection manager's of the same name, and beside the others
 */
public record TraceRoute(
    String operation, boolean propagate, @Nullable Sampling sampling, List<CustomTag> tags) {

  public static final TraceRoute NONE = new TraceRoute("", false, null, List.of());

  public TraceRoute {
    tags = List.copyOf(tags);
  }
}
