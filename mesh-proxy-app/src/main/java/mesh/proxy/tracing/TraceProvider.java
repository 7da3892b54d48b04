package mesh.proxy.tracing;

/** A tracing system that spans are reported to. Shared by all connection managers that name it. */
@FunctionalInterface
public interface TraceProvider {

  /** Makes the tracer of one connection manager. */
  Tracer tracer(TracerSettings settings, TracerScope scope);
}
