package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ConfigWarning;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.read.Reading;
import mesh.proxy.config.yaml.YamlText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the proxy with the application and ends it first. */
final class ProxyLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyLifecycle.class);

  private final ProxyProperties properties;
  private @Nullable ProxyServer server;

  ProxyLifecycle(ProxyProperties properties) {
    this.properties = properties;
  }

  @Override
  public void start() {
    Path file = properties.config();
    if (file == null) {
      LOG.atWarn().log("No configuration: say --mesh.proxy.config=FILE");
      return;
    }
    Reading<Bootstrap> reading = read(file);
    try {
      var made = new ProxyServer(reading.message(), properties.concurrency(), properties.drainTime(), List.of());
      server = made;
      if (properties.mode() == ProxyProperties.Mode.VALIDATE) {
        made.validate();
        LOG.atInfo().addKeyValue("file", file).log("Configuration is valid");
        return;
      }
      made.start();
    } catch (InvalidConfigException e) {
      throw new BadConfigurationException(reading.places().locate(e).getMessage());
    }
    LOG.atInfo().addKeyValue("file", file).log("Proxy is ready");
  }

  private static Reading<Bootstrap> read(Path file) {
    try {
      Reading<Bootstrap> reading = ConfigReader.read(YamlText.of(file), Bootstrap.getDefaultInstance());
      for (ConfigWarning warning : reading.warnings()) {
        LOG.atWarn().log(warning.sentence());
      }
      return reading;
    } catch (IOException e) {
      throw new BadConfigurationException(file + " cannot be read: " + e.getMessage());
    } catch (InvalidConfigException e) {
      throw new BadConfigurationException(e.getMessage());
    }
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
