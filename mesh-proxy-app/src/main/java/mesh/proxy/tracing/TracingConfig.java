package mesh.proxy.tracing;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.trace.v3.Tracing;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.tracing.sampling.Sampling;
import mesh.proxy.tracing.sampling.TraceDecision;
import mesh.proxy.tracing.tag.CustomTagConfig;
import org.jspecify.annotations.Nullable;

/** Reads {@code tracing} of connection managers. Shared by all threads. */
public final class TracingConfig implements TracerFactory {

  public static final Supported SUPPORTED =
      Supported.all(HttpConnectionManager.Tracing.getDefaultInstance())
          .and(
              Supported.all(Percent.getDefaultInstance()),
              Supported.all(Tracing.Http.getDefaultInstance()),
              CustomTagConfig.SUPPORTED);

  private static final int MAX_PATH = 256;
  private static final int TEN_THOUSAND = 10_000;

  private final TraceContext context;
  private final ExtensionMenu<TraceProviderFactory<?>> providers;
  private final Tracing.@Nullable Http usual;

  /**
   * @param providers every kind of tracing system that a configuration may name
   * @param ofBootstrap {@code tracing.http} of the bootstrap, for managers that name none
   */
  public TracingConfig(
      TraceContext context,
      List<TraceProviderFactory<?>> providers,
      Tracing.@Nullable Http ofBootstrap) {
    this.context = context;
    this.providers = new ExtensionMenu<>(providers);
    this.usual = ofBootstrap; // read when it is needed: the cluster that it names comes later
  }

  @Override
  public Tracer bind(HttpConnectionManager.Tracing config, TracerScope scope) {
    var settings =
        new TracerSettings(
            new Sampling(
                share("client_sampling", config.hasClientSampling(), config.getClientSampling()),
                share("random_sampling", config.hasRandomSampling(), config.getRandomSampling()),
                share(
                    "overall_sampling", config.hasOverallSampling(), config.getOverallSampling())),
            config.getVerbose(),
            config.hasMaxPathTagLength() ? config.getMaxPathTagLength().getValue() : MAX_PATH,
            CustomTagConfig.parse(config.getCustomTagsList()),
            config.getSpawnUpstreamSpan().getValue());
    if (config.hasProvider()) {
      return ProtoValue.under("provider", () -> provider(config.getProvider()))
          .tracer(settings, scope);
    }
    return usual == null ? deciding(settings, scope) : provider(usual).tracer(settings, scope);
  }

  /**
   * Without a tracing system the request id still tells others, and the access log, what would be
   * traced.
   */
  private Tracer deciding(TracerSettings settings, TracerScope scope) {
    var decision =
        new TraceDecision(
            settings.sampling(), scope.requestIds(), scope.stats(), context.runtime());
    return (info, head, route) -> {
      decision.decide(info, head, route.sampling());
      return null;
    };
  }

  private TraceProvider provider(Tracing.Http proto) {
    var found = providers.read(proto.getName(), proto.getTypedConfig());
    return ProtoValue.under("typed_config", () -> bind(found.extension(), found.config()));
  }

  @SuppressWarnings("unchecked") // the menu unpacked the config with the extension's own prototype
  private <P extends Message> TraceProvider bind(TraceProviderFactory<P> factory, Message config) {
    return factory.bind((P) config, context);
  }

  private static FractionalPercent share(String field, boolean present, Percent proto) {
    if (!present) {
      return FractionalPercent.ALL;
    }
    double percent = proto.getValue();
    if (!(percent >= 0 && percent <= 100)) {
      throw new InvalidConfigException(field + ".value", percent, "0 to 100");
    }
    return new FractionalPercent((int) (percent * 100), TEN_THOUSAND);
  }
}
