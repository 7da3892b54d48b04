package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.tracing.TraceProviderFactory;
import mesh.proxy.tracing.zipkin.ZipkinProviderFactory;

/** Every kind of tracing system we ship. */
public final class Tracers {

  public static final List<TraceProviderFactory<?>> ALL = List.of(new ZipkinProviderFactory());

  private Tracers() {}
}
