package mesh.telemetry.bootstrap;

import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mesh.metrics.PrometheusStyle;
import mesh.telemetry.policy.extauthz.AuthorizationService;
import mesh.telemetry.policy.extauthz.AuthzPolicy;
import mesh.telemetry.policy.ratelimit.RateLimitFolder;
import mesh.telemetry.policy.ratelimit.RateLimitService;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/** Wires the policy checks; the gRPC server serves every service that is a bean. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RateLimitProperties.class, ExtAuthzProperties.class})
class PolicyConfiguration {

  private static final long SWEEP_SECONDS = 10;

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService policyScheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("policy-", 0).factory());
  }

  @Bean
  PrometheusStyle prometheusStyle() {
    return new PrometheusStyle();
  }

  /** No service of this app waits for anything, so no call needs another thread. */
  @Bean
  ServerBuilderCustomizer<NettyServerBuilder> answersOnEventLoops() {
    return NettyServerBuilder::directExecutor;
  }

  @Bean
  RateLimitFolder rateLimitFolder(
      RateLimitProperties properties,
      MeterRegistry meters,
      ScheduledExecutorService policyScheduler) {
    var folder = new RateLimitFolder(properties.configDir(), meters);
    folder.load();
    long every = properties.configRefresh().toMillis();
    policyScheduler.scheduleWithFixedDelay(folder::refresh, every, every, TimeUnit.MILLISECONDS);
    return folder;
  }

  @Bean
  RateLimitService rateLimitService(
      RateLimitProperties properties,
      RateLimitFolder rateLimitFolder,
      MeterRegistry meters,
      ScheduledExecutorService policyScheduler) {
    var service =
        new RateLimitService(
            rateLimitFolder, properties.maxCounters(), meters, InstantSource.system());
    policyScheduler.scheduleWithFixedDelay(
        service::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    return service;
  }

  @Bean
  AuthorizationService authorizationService(ExtAuthzProperties properties, MeterRegistry meters) {
    return new AuthorizationService(
        AuthzPolicy.parse("mesh.telemetry.ext-authz", properties.allow(), properties.deny()),
        meters);
  }
}
