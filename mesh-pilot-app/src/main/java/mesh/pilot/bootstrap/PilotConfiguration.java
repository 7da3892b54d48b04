package mesh.pilot.bootstrap;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.serve.ads.AdsService;
import mesh.pilot.serve.ads.AdsStats;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.status.ProxyStatuses;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the control plane into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PilotProperties.class, ProviderProperties.class})
class PilotConfiguration {

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService pilotScheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("pilot-", 0).factory());
  }

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService pushThreads() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(),
        Thread.ofPlatform().daemon().name("push-", 0).factory());
  }

  @Bean
  Worlds worlds(PilotProperties properties, ProviderProperties providers) {
    MeshSettings settings =
        providers.settings(
            properties.trustDomain(), properties.domain(), properties.rootNamespace());
    return new Worlds(settings, properties.credentialsDir().toString());
  }

  @Bean
  ProxyStatuses proxyStatuses() {
    return new ProxyStatuses();
  }

  @Bean
  AdsService adsService(
      Worlds worlds,
      ProxyStatuses statuses,
      MeterRegistry meters,
      PilotProperties properties,
      ExecutorService pushThreads) {
    return new AdsService(
        worlds,
        statuses,
        new AdsStats(meters),
        properties.name(),
        pushThreads,
        InstantSource.system());
  }

  @Bean
  PilotLifecycle pilotLifecycle(
      PilotProperties properties,
      Worlds worlds,
      AdsService ads,
      ScheduledExecutorService pilotScheduler) {
    return new PilotLifecycle(properties, worlds, ads, pilotScheduler);
  }

  @Bean
  SecureXds secureXdsHealthIndicator(PilotProperties properties, AdsService ads) {
    return new SecureXds(properties, ads);
  }
}
