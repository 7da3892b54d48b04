package mesh.pilot.generate.telemetry;

import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.ratelimit.v3.RateLimitServiceConfig;
import io.envoyproxy.envoy.config.route.v3.RateLimit;
import io.envoyproxy.envoy.config.route.v3.RateLimit.Action;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.RateLimitSettings;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/** The rate limit service that gateways ask, and what they tell it of a request. */
public final class RateLimits {

  private RateLimits() {}

  /**
   * How the service is asked. Immutable; part of the inputs of a gateway's listeners.
   *
   * @param cluster by which it is reached
   */
  public record Asked(RateLimitSettings settings, String cluster) {

    /** Null if gateways ask nobody. */
    public static @Nullable Asked of(World world) {
      RateLimitSettings settings = world.settings().rateLimit();
      return settings == null
          ? null
          : new Asked(settings, ProviderCluster.name(world, settings.to()).toString());
    }
  }

  /** The filter that asks. */
  public static HttpFilter filter(Asked asked) {
    RateLimitSettings settings = asked.settings();
    var service =
        RateLimitServiceConfig.newBuilder()
            .setTransportApiVersion(ApiVersion.V3)
            .setGrpcService(
                GrpcService.newBuilder()
                    .setEnvoyGrpc(
                        GrpcService.EnvoyGrpc.newBuilder().setClusterName(asked.cluster())));
    var config =
        io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimit.newBuilder()
            .setDomain(settings.domain())
            .setTimeout(Protos.duration(settings.timeout()))
            .setFailureModeDeny(settings.failureModeDeny())
            .setRateLimitService(service);
    return HttpFilter.newBuilder()
        .setName("envoy.filters.http.ratelimit")
        .setTypedConfig(Protos.any(config.build()))
        .build();
  }

  /** What the requests of a virtual host are told by. */
  public static List<RateLimit> descriptors(@Nullable RateLimitSettings settings) {
    return settings == null
        ? List.of()
        : settings.descriptors().stream().map(RateLimits::descriptor).toList();
  }

  private static RateLimit descriptor(List<RateLimitSettings.Entry> entries) {
    var proto = RateLimit.newBuilder();
    entries.forEach(entry -> proto.addActions(action(entry)));
    return proto.build();
  }

  private static Action action(RateLimitSettings.Entry entry) {
    var action = Action.newBuilder();
    switch (entry.what()) {
      case DESTINATION_CLUSTER ->
          action.setDestinationCluster(Action.DestinationCluster.getDefaultInstance());
      case SOURCE_CLUSTER -> action.setSourceCluster(Action.SourceCluster.getDefaultInstance());
      case REMOTE_ADDRESS -> action.setRemoteAddress(Action.RemoteAddress.getDefaultInstance());
      case REQUEST_HEADERS ->
          action.setRequestHeaders(
              Action.RequestHeaders.newBuilder()
                  .setHeaderName(entry.value())
                  .setDescriptorKey(entry.value()));
      case GENERIC_KEY ->
          action.setGenericKey(Action.GenericKey.newBuilder().setDescriptorValue(entry.value()));
    }
    return action.build();
  }
}
