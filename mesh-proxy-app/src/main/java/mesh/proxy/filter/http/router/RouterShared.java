package mesh.proxy.filter.http.router;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.pool.Pools;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Counter;

/**
 * What the routers of all streams of one connection manager share. Immutable; shared by all loops.
 */
final class RouterShared {

  private final RouterConfig config;
  private final FilterContext context;
  private final Pools pools;
  private final String ownAddress;
  private final Counter noRoute;
  private final Counter noCluster;
  private final Counter redirects;
  private final Counter directResponses;
  private final Counter requests;
  private final Counter resetAfterResponse;
  private final Map<InternalRedirection.Refusal, Counter> passedThrough =
      new EnumMap<>(InternalRedirection.Refusal.class);

  /**
   * For one connection manager.
   *
   * @param ownAddress of this machine; empty if unknown
   */
  RouterShared(RouterConfig config, FilterContext context, Pools pools, String ownAddress) {
    this.ownAddress = ownAddress;
    this.config = config;
    this.context = context;
    this.pools = pools;
    String prefix = context.statPrefix();
    noRoute = context.stats().counter(prefix + "no_route");
    noCluster = context.stats().counter(prefix + "no_cluster");
    redirects = context.stats().counter(prefix + "rq_redirect");
    directResponses = context.stats().counter(prefix + "rq_direct_response");
    requests = context.stats().counter(prefix + "rq_total");
    resetAfterResponse =
        context.stats().counter(prefix + "rq_reset_after_downstream_response_started");
    for (var refusal : InternalRedirection.Refusal.values()) {
      String name = prefix + "passthrough_internal_redirect_" + refusal.word;
      passedThrough.put(refusal, context.stats().counter(name));
    }
  }

  RouterConfig config() {
    return config;
  }

  Clusters clusters() {
    return context.clusters();
  }

  Runtime runtime() {
    return context.runtime();
  }

  /** May be empty. */
  String ownAddress() {
    return ownAddress;
  }

  Pools pools() {
    return pools;
  }

  void countNoRoute() {
    noRoute.increment();
  }

  void countNoCluster() {
    noCluster.increment();
  }

  void countRedirect() {
    redirects.increment();
  }

  void countDirectResponse() {
    directResponses.increment();
  }

  void countRequest() {
    requests.increment();
  }

  void countPassedThrough(InternalRedirection.Refusal refusal) {
    Objects.requireNonNull(passedThrough.get(refusal)).increment();
  }

  void countResetAfterResponse() {
    resetAfterResponse.increment();
  }
}
