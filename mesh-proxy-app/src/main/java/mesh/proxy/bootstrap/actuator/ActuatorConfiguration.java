package mesh.proxy.bootstrap.actuator;

import mesh.metrics.PrometheusStyle;
import mesh.proxy.bootstrap.operate.Operations;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Adds the proxy to the actuator's endpoints. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ActuatorConfiguration {

  @Bean
  PrometheusStyle prometheusStyle() {
    return new PrometheusStyle();
  }

  @Bean
  HealthIndicator proxyHealthIndicator(Operations operations) {
    return new ProxyHealth(operations);
  }

  @Bean
  HealthIndicator listenersHealthIndicator(Operations operations) {
    return new ListenersHealth(operations);
  }

  @Bean
  HealthIndicator clustersHealthIndicator(Operations operations) {
    return new ClustersHealth(operations);
  }

  @Bean
  HealthIndicator certificatesHealthIndicator(Operations operations) {
    return new CertificatesHealth(operations, System::currentTimeMillis);
  }

  @Bean
  InfoContributor proxyInfoContributor(Operations operations) {
    return new ProxyInfo(operations);
  }

  @Bean
  @ConditionalOnAvailableEndpoint(endpoint = PrometheusScrapeEndpoint.class)
  RouterFunction<ServerResponse> mergedStats(
      PrometheusScrapeEndpoint endpoint, Operations operations) {
    var stats = new MergedStats(endpoint, operations);
    return RouterFunctions.route().GET(MergedStats.PATH, stats::scrape).build();
  }

  @Bean
  @ConditionalOnAvailableEndpoint(endpoint = MetricsEndpoint.class)
  MetricsWithStats metricsWithStats(MetricsEndpoint endpoint, Operations operations) {
    return new MetricsWithStats(endpoint, operations);
  }
}
