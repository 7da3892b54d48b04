package mesh.proxy.bootstrap;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Wires the proxy into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProxyProperties.class)
class ProxyConfiguration {

  @Bean
  ProxyLifecycle proxyLifecycle(ProxyProperties properties, ConfigurableEnvironment environment) {
    return new ProxyLifecycle(properties, environment);
  }
}
