package mesh.pilot.bootstrap;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import mesh.metrics.PrometheusStyle;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.serve.ads.AdsService;
import mesh.pilot.serve.ads.AdsStats;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.source.api.ApiRules;
import mesh.pilot.status.ProxyStatuses;
import mesh.pilot.validate.Admission;
import mesh.pilot.validate.Analysis;
import mesh.pilot.validate.Review;
import mesh.properties.KnownProperties;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Wires the control plane into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PilotProperties.class, ProviderProperties.class})
class PilotConfiguration {

  // Before properties are bound: the binder takes unknown names without a word.
  @Bean
  static BeanFactoryPostProcessor knownProperties(ConfigurableEnvironment environment) {
    var known = new KnownProperties("mesh.pilot", PilotProperties.class, ProviderProperties.class);
    return beans -> known.check(environment);
  }

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

  /**
   * One thread reads rules and one analyses them: neither waits, nor do those that tell proxies.
   */
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService rulesScheduler() {
    return Executors.newScheduledThreadPool(
        2, Thread.ofPlatform().daemon().name("rules-", 0).factory());
  }

  @Bean
  PrometheusStyle prometheusStyle() {
    return new PrometheusStyle();
  }

  @Bean
  MeshSettings meshSettings(PilotProperties properties, ProviderProperties providers) {
    return providers.settings(
        properties.trustDomain(), properties.domain(), properties.rootNamespace());
  }

  @Bean
  Worlds worlds(PilotProperties properties, MeshSettings settings) {
    return new Worlds(settings, properties.credentialsDir().toString());
  }

  @Bean
  Admission admission(Worlds worlds) {
    return new Admission(worlds::replace);
  }

  @Bean
  Analysis analysis(PilotProperties properties) {
    return new Analysis(properties.credentialsDir(), InstantSource.system());
  }

  @Bean
  Review review(MeshSettings settings, Analysis analysis) {
    return new Review(settings, analysis);
  }

  @Bean
  ApiRules apiRules(PilotProperties properties, Admission admission, Review review) {
    return new ApiRules(
        properties.stateDir().resolve("rules"),
        admission,
        review,
        properties.rulesApi().maxRules());
  }

  @Bean
  RuleSources ruleSources(
      PilotProperties properties,
      Environment environment,
      Admission admission,
      ApiRules apiRules,
      ScheduledExecutorService rulesScheduler) {
    return new RuleSources(properties, environment, admission, apiRules, rulesScheduler);
  }

  @Bean
  RuleWarnings ruleWarnings(Worlds worlds, Analysis analysis) {
    return new RuleWarnings(() -> worlds.current(), analysis);
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
      RuleSources ruleSources,
      RuleWarnings ruleWarnings,
      ScheduledExecutorService pilotScheduler,
      ScheduledExecutorService rulesScheduler) {
    return new PilotLifecycle(
        properties, worlds, ads, ruleSources, ruleWarnings, pilotScheduler, rulesScheduler);
  }

  @Bean
  SecureXds secureXdsHealthIndicator(PilotProperties properties, AdsService ads) {
    return new SecureXds(properties, ads);
  }
}
