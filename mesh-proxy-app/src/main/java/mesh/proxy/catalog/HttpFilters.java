package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.http.buffer.BufferFilterFactory;
import mesh.proxy.filter.http.cors.CorsFilterFactory;
import mesh.proxy.filter.http.extauthz.ExtAuthzFilterFactory;
import mesh.proxy.filter.http.fault.FaultFilterFactory;
import mesh.proxy.filter.http.headermutation.HeaderMutationFilterFactory;
import mesh.proxy.filter.http.healthcheck.HealthCheckFilterFactory;
import mesh.proxy.filter.http.istiostats.IstioStatsFactory;
import mesh.proxy.filter.http.localratelimit.LocalRateLimitFilterFactory;
import mesh.proxy.filter.http.metadataexchange.MetadataExchangeFactory;
import mesh.proxy.filter.http.ratelimit.RateLimitFilterFactory;
import mesh.proxy.filter.http.rbac.RbacFilterFactory;

/** Every HTTP filter we ship that may stand before the end of a chain. */
public final class HttpFilters {

  public static final List<HttpFilterFactory<?>> ALL =
      List.of( // alphabetical
          new BufferFilterFactory(),
          new CorsFilterFactory(),
          new ExtAuthzFilterFactory(),
          new FaultFilterFactory(),
          new HeaderMutationFilterFactory(),
          new HealthCheckFilterFactory(),
          new IstioStatsFactory(),
          new LocalRateLimitFilterFactory(),
          new MetadataExchangeFactory(),
          new RateLimitFilterFactory(),
          new RbacFilterFactory());

  private HttpFilters() {}
}
