package mesh.proxy.cluster.type.fixed;

import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.EndpointSource;

/** Says once what was configured. */
record FixedSource(Assignment assignment) implements EndpointSource {

  @Override
  public void start(Sink sink) {
    sink.update(assignment);
    sink.ready();
  }

  @Override
  public void close() {
    // Nothing goes on.
  }
}
