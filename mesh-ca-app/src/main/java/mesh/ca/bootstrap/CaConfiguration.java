package mesh.ca.bootstrap;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import mesh.ca.attest.Attestors;
import mesh.ca.attest.jointoken.JoinTokenAttestor;
import mesh.ca.attest.jointoken.JoinTokens;
import mesh.ca.attest.jointoken.TokenFile;
import mesh.ca.attest.mtls.CertificateAttestor;
import mesh.ca.audit.Audit;
import mesh.ca.authority.Authority;
import mesh.ca.authority.AuthorityCertificates;
import mesh.ca.authority.disk.AuthorityFolder;
import mesh.ca.bundle.Fingerprint;
import mesh.ca.csr.CertificateService;
import mesh.ca.issue.Issuer;
import mesh.ca.issue.Lifetimes;
import mesh.identity.TrustDomain;
import mesh.metrics.PrometheusStyle;
import mesh.properties.KnownProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Wires the authority into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CaProperties.class)
class CaConfiguration {

  private static final Logger log = LoggerFactory.getLogger(CaConfiguration.class);
  private static final String TOKENS = "join-tokens";

  private final SecureRandom random;
  private final InstantSource clock = InstantSource.system();

  CaConfiguration(CaProperties properties) {
    NativeCryptography.choose(properties.nativeCryptography()); // before the first key is read
    this.random = new SecureRandom();
  }

  // Before properties are bound: the binder takes unknown names without a word.
  @Bean
  static BeanFactoryPostProcessor knownProperties(ConfigurableEnvironment environment) {
    var known = new KnownProperties("mesh.ca", CaProperties.class);
    return beans -> known.check(environment);
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService caScheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("ca-", 0).factory());
  }

  @Bean
  PrometheusStyle prometheusStyle() {
    return new PrometheusStyle();
  }

  @Bean
  AuthorityRotation authorityRotation(
      CaProperties properties, ScheduledExecutorService caScheduler) {
    Path folder = properties.stateDir();
    char[] password = StateSecrets.keyPassword(folder, properties.keyPassword(), random);
    var disk =
        new AuthorityFolder(
            folder, password, new TrustDomain(properties.trustDomain()), random, clock);
    var rotation = new AuthorityRotation(disk, caScheduler);
    Authority authority = rotation.get();
    log.atInfo()
        .addKeyValue("trust-domain", properties.trustDomain())
        .addKeyValue("sha-256", Fingerprint.of(authority.root()))
        .log("Root of trust");
    return rotation;
  }

  @Bean
  JoinTokens joinTokens(CaProperties properties) {
    return new JoinTokens(new TokenFile(properties.stateDir().resolve(TOKENS)), random, clock);
  }

  @Bean
  AdminToken adminToken(CaProperties properties) {
    return new AdminToken(StateSecrets.adminToken(properties.stateDir(), random));
  }

  @Bean
  Issuer issuer(AuthorityRotation authority) {
    return new Issuer(authority, random, clock);
  }

  @Bean
  CertificateService certificateService(
      CaProperties properties, JoinTokens tokens, Issuer issuer, MeterRegistry meters) {
    var trustDomain = new TrustDomain(properties.trustDomain());
    var attestors =
        new Attestors(
            List.of(new JoinTokenAttestor(tokens), new CertificateAttestor(clock)), trustDomain);
    var lifetimes = new Lifetimes(properties.ttl(), properties.maxTtl());
    return new CertificateService(
        attestors, lifetimes, properties.checkedNames(), issuer, new Audit(meters));
  }

  @Bean
  CaServer caServer(
      CaProperties properties,
      AuthorityRotation authority,
      Issuer issuer,
      CertificateService service,
      ScheduledExecutorService caScheduler) {
    var keys = new AuthorityCertificates(random, new TrustDomain(properties.trustDomain()));
    return new CaServer(properties, authority, keys, issuer, service, caScheduler, clock);
  }
}
