package mesh.pilot.generate.telemetry;

import java.util.List;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.model.ExtensionProvider;
import mesh.pilot.model.TelemetrySettings;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of one proxy tell of their traffic. Immutable; part of the inputs of each
 * listener.
 *
 * @param logs access log services
 * @param tracer null for no traces
 * @param filters Istio's filters that the proxy has
 */
public record ListenerTelemetry(List<Log> logs, @Nullable Tracer tracer, Proxy.Filters filters) {

  /** Nothing is told. */
  public static final ListenerTelemetry NONE =
      new ListenerTelemetry(List.of(), null, Proxy.Filters.NONE);

  public ListenerTelemetry {
    logs = List.copyOf(logs);
  }

  /** An access log service, and the cluster by which it is reached. */
  public record Log(ExtensionProvider provider, ClusterName cluster) {}

  /**
   * A collector of spans, and the cluster by which it is reached.
   *
   * @param sampling percentage
   */
  public record Tracer(ClusterName cluster, double sampling) {}

  /** What a proxy's listeners tell. */
  public static ListenerTelemetry of(World world, Proxy proxy) {
    TelemetrySettings settings = world.settings().telemetry();
    List<Log> logs =
        settings.accessLogging().stream()
            .map(provider -> new Log(provider, ProviderCluster.name(world, provider.to())))
            .toList();
    ExtensionProvider.Zipkin tracing = settings.tracing();
    Tracer tracer =
        tracing == null
            ? null
            : new Tracer(ProviderCluster.name(world, tracing.to()), settings.sampling());
    return new ListenerTelemetry(logs, tracer, proxy.filters());
  }
}
