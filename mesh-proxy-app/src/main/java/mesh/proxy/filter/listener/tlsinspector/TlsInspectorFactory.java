package mesh.proxy.filter.listener.tlsinspector;

import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.stats.Stats;

/** Registers {@code envoy.filters.listener.tls_inspector}. */
public final class TlsInspectorFactory implements ListenerFilterFactory<TlsInspector> {

  @Override
  public String name() {
    return "envoy.filters.listener.tls_inspector";
  }

  @Override
  public TlsInspector prototype() {
    return TlsInspector.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.of(TlsInspector.getDefaultInstance())
        .fields("enable_ja3_fingerprinting")
        .ignored("initial_read_buffer_size", "the buffer grows with what arrives");
  }

  @Override
  public Supplier<ListenerFilter> bind(TlsInspector config, Stats stats) {
    if (config.getEnableJa3Fingerprinting().getValue()) {
      throw new InvalidConfigException(
          "enable_ja3_fingerprinting", true, "false: fingerprints are not supported");
    }
    var filter = new TlsInspectorFilter(TlsInspectorStats.of(stats));
    return () -> filter;
  }
}
