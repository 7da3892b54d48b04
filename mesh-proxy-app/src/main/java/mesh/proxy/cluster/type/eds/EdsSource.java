package mesh.proxy.cluster.type.eds;

import java.time.Duration;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.EndpointResource;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.worker.ControlLoop;
import mesh.proxy.xds.ConfigSource;
import mesh.proxy.xds.ConfigSources;
import mesh.proxy.xds.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes what EDS says of one name. Confined to the control loop. */
final class EdsSource implements EndpointSource {

  private final ConfigSources sources;
  private final ConfigSource source;
  private final String name;
  private final SourceContext context;
  private @Nullable Subscription subscription;
  private ControlLoop.@Nullable Timer staleness;
  private boolean closed;

  /**
   * A source that does not ask yet.
   *
   * @param name of the assignment
   */
  EdsSource(ConfigSources sources, ConfigSource source, String name, SourceContext context) {
    this.sources = sources;
    this.source = source;
    this.name = name;
    this.context = context;
  }

  @Override
  public void start(Sink sink) {
    subscription =
        sources.subscribe(
            new ConfigSources.Request<>(
                source, EndpointResource.TYPE, name, context.stats().scope()),
            new EndpointResource(
                assignment -> context.loop().execute(() -> take(assignment, sink)),
                () -> context.loop().execute(() -> unavailable(sink))));
  }

  @Override
  public void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
    stopTimer();
  }

  private void take(Assignment assignment, Sink sink) {
    if (closed) {
      return;
    }
    stopTimer();
    sink.update(assignment);
    sink.ready();
    Duration fresh = assignment.policy().staleAfter();
    if (!fresh.isZero()) {
      staleness = context.loop().after(fresh, () -> stale(sink));
    }
  }

  private void stale(Sink sink) {
    context.stats().increment(ClusterCounter.ASSIGNMENT_STALE);
    sink.update(Assignment.EMPTY);
  }

  private void unavailable(Sink sink) {
    if (!closed) {
      context.stats().increment(ClusterCounter.UPDATE_EMPTY);
      sink.ready();
    }
  }

  private void stopTimer() {
    if (staleness != null) {
      staleness.cancel();
      staleness = null;
    }
  }
}
