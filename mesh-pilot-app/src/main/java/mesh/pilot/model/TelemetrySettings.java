package mesh.pilot.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all proxies of the mesh tell of their traffic. Immutable.
 *
 * @param accessLogging access log services, in the order in which they are told
 * @param tracing null for no traces
 * @param sampling percentage of the requests of which traces begin
 */
public record TelemetrySettings(
    List<ExtensionProvider> accessLogging,
    ExtensionProvider.@Nullable Zipkin tracing,
    double sampling) {

  /** Proxies tell nothing. */
  public static final TelemetrySettings NONE = new TelemetrySettings(List.of(), null, 1);

  public TelemetrySettings {
    accessLogging = List.copyOf(accessLogging);
  }
}
