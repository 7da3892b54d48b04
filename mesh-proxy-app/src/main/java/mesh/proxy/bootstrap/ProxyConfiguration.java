package mesh.proxy.bootstrap;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the proxy into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProxyProperties.class)
class ProxyConfiguration {

  @Bean
  ProxyLifecycle proxyLifecycle(ProxyProperties properties) {
    return new ProxyLifecycle(properties);
  }
}
