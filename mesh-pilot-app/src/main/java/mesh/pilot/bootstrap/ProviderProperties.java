package mesh.pilot.bootstrap;

import java.time.Duration;
import java.util.List;
import mesh.pilot.model.MeshSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * To whom proxies tell of their traffic, and whom gateways ask; the names are those of Istio's mesh
 * configuration. Immutable.
 *
 * @param extensionProviders that there are
 * @param defaultProviders those of them that are used
 * @param tracingSampling percentage of the requests of which traces begin
 * @param rateLimit the rate limit service; none if it is not set
 */
@ConfigurationProperties("mesh.pilot")
record ProviderProperties(
    @DefaultValue List<Provider> extensionProviders,
    @DefaultValue Defaults defaultProviders,
    @DefaultValue("1.0") double tracingSampling,
    @Nullable RateLimit rateLimit) {

  /** One provider: a name, and exactly one of the kinds. */
  record Provider(
      @Nullable String name,
      @Nullable Als envoyHttpAls,
      @Nullable Als envoyTcpAls,
      @Nullable Zipkin zipkin) {}

  /**
   * An access log service.
   *
   * @param logName without it the direction of the traffic
   */
  record Als(@Nullable String service, int port, @DefaultValue("") String logName) {}

  /** A collector of spans. */
  record Zipkin(@Nullable String service, int port) {}

  /** Names of providers. */
  record Defaults(@DefaultValue List<String> accessLogging, @DefaultValue List<String> tracing) {}

  /**
   * A rate limit service.
   *
   * @param domain under which it keeps its limits
   * @param timeout of a question
   * @param failureModeDeny refuse requests while it does not answer
   * @param descriptors each a list with commas
   */
  record RateLimit(
      @Nullable String service,
      int port,
      @Nullable String domain,
      @DefaultValue("20ms") Duration timeout,
      boolean failureModeDeny,
      @DefaultValue List<String> descriptors) {}

  /** Puts the checked settings beside those that the mesh has anyway. */
  MeshSettings settings(String trustDomain, String domain, String rootNamespace) {
    var checked = new ProviderChecks(this);
    return new MeshSettings(
        trustDomain, domain, rootNamespace, checked.telemetry(), checked.rateLimit());
  }
}
