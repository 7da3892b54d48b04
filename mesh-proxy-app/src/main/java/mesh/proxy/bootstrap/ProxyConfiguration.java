package mesh.proxy.bootstrap;

import mesh.properties.KnownProperties;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.bootstrap.tree.BootstrapTree;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Wires the proxy into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProxyProperties.class)
class ProxyConfiguration {

  // Before properties are bound: the binder refuses unknown names as well, but suggests none.
  @Bean
  static BeanFactoryPostProcessor knownProperties(ConfigurableEnvironment environment) {
    var known = new KnownProperties("mesh.proxy", ProxyProperties.class);
    return beans -> known.except(BootstrapTree.PREFIX).check(environment);
  }

  @Bean
  Operations operations() {
    return new Operations();
  }

  @Bean
  ProxyLifecycle proxyLifecycle(
      ProxyProperties properties,
      ConfigurableEnvironment environment,
      Operations operations,
      LoggingSystem logging,
      ApplicationContext context) {
    return new ProxyLifecycle(properties, environment, operations, logging, context);
  }
}
