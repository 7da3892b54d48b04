package mesh.proxy.filter.http.router;

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
  private final Counter noRoute;
  private final Counter noCluster;
  private final Counter redirects;
  private final Counter directResponses;
  private final Counter requests;
  private final Counter resetAfterResponse;

  RouterShared(RouterConfig config, FilterContext context, Pools pools) {
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

  void countResetAfterResponse() {
    resetAfterResponse.increment();
  }
}
