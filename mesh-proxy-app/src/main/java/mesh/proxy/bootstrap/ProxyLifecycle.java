package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import mesh.config.InvalidConfigException;
import mesh.proxy.bootstrap.tree.KnownProperties;
import mesh.proxy.catalog.ExtensionJars;
import mesh.proxy.config.read.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/** Starts the proxy with the application and ends it first. */
final class ProxyLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyLifecycle.class);

  private static final KnownProperties KNOWN =
      new KnownProperties("mesh.proxy", ProxyProperties.class);

  private final ProxyProperties properties;
  private final ConfigurableEnvironment environment;
  private @Nullable ProxyServer server;

  ProxyLifecycle(ProxyProperties properties, ConfigurableEnvironment environment) {
    this.properties = properties;
    this.environment = environment;
  }

  @Override
  public void start() {
    try {
      KNOWN.check(environment);
      var reading = BootstrapReader.read(properties, environment).orElse(null);
      if (reading == null) {
        LOG.atWarn().log("No configuration: say --mesh.proxy.config=FILE");
        return;
      }
      reading.warnings().forEach(warning -> LOG.atWarn().log(warning.sentence()));
      start(reading);
    } catch (InvalidConfigException e) {
      throw new BadConfigurationException(e.getMessage());
    }
  }

  private void start(Reading<Bootstrap> reading) {
    var extensions = ExtensionJars.in(properties.extensionsDir());
    try {
      var made =
          new ProxyServer(
              reading.message(), properties.concurrency(), properties.drainTime(), extensions);
      server = made;
      if (properties.mode() == ProxyProperties.Mode.VALIDATE) {
        made.validate();
        LOG.atInfo().log("Configuration is valid");
        return;
      }
      made.start();
      if (properties.reload()) {
        if (properties.config() == null) {
          throw new InvalidConfigException(
              "mesh.proxy.reload", true, "mesh.proxy.config to be set: it is that file's changes");
        }
        made.reloadFrom(properties.config());
      }
    } catch (InvalidConfigException e) {
      throw reading.places().locate(e);
    }
    LOG.atInfo().log("Proxy is ready");
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
