package mesh.proxy.bootstrap;

import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.admin.v3.CommandLineOptions;
import io.envoyproxy.envoy.admin.v3.ServerInfo.State;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.net.InetSocketAddress;
import mesh.config.InvalidConfigException;
import mesh.proxy.bootstrap.operate.AdminInterface;
import mesh.proxy.bootstrap.operate.AdminSettings;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.bootstrap.process.StopSignals;
import mesh.proxy.catalog.ExtensionJars;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/** Starts the proxy with the application and ends it first. */
final class ProxyLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyLifecycle.class);

  private final ProxyProperties properties;
  private final ConfigurableEnvironment environment;
  private final Operations operations;
  private final LoggingSystem logging;
  private final ApplicationContext context;
  private @Nullable ProxyServer server;
  private @Nullable AdminInterface admin;
  private @Nullable AdminInterface scrapes;

  ProxyLifecycle(
      ProxyProperties properties,
      ConfigurableEnvironment environment,
      Operations operations,
      LoggingSystem logging,
      ApplicationContext context) {
    this.properties = properties;
    this.environment = environment;
    this.operations = operations;
    this.logging = logging;
    this.context = context;
  }

  @Override
  public void start() {
    // Spring says so when everything has started; a proxy may warm up for long, and it lives.
    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
    var reading = BootstrapReader.read(properties, environment).orElse(null);
    if (reading == null) {
      LOG.atWarn().log("No configuration: say --mesh.proxy.config=FILE");
      return;
    }
    reading.warnings().forEach(warning -> LOG.atWarn().log(warning.sentence()));
    try {
      start(reading.message());
    } catch (InvalidConfigException e) {
      stop();
      throw reading.places().locate(e);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private void start(Bootstrap bootstrap) {
    var options =
        new ProxyServer.Options(
            properties.concurrency(),
            properties.drainTime(),
            ExtensionJars.in(properties.extensionsDir()),
            properties.identity().settings("mesh.proxy.identity"));
    var made = new ProxyServer(bootstrap, options);
    server = made;
    if (properties.mode() == ProxyProperties.Mode.VALIDATE) {
      made.validate();
      stop();
      LOG.atInfo().log("Configuration is valid");
      return;
    }
    Rooms rooms = made.rooms();
    operations.show(rooms.operated, rooms.upkeep);
    AdminSettings settings = adminSettings(rooms);
    admin = AdminInterface.open(rooms.operated, settings, rooms.upkeep::beforeLook);
    InetSocketAddress scraped = properties.prometheus().socket();
    if (scraped != null) {
      scrapes =
          AdminInterface.openForScrapes(
              rooms.operated, settings, scraped, rooms.upkeep::beforeLook);
    }
    made.start();
    if (properties.reload()) {
      reload(made);
    }
    LOG.atInfo().log("Proxy is ready");
  }

  private void reload(ProxyServer made) {
    if (properties.config() == null) {
      throw new InvalidConfigException(
          "mesh.proxy.reload", true, "mesh.proxy.config to be set: it is that file's changes");
    }
    made.reloadFrom(properties.config());
  }

  private AdminSettings adminSettings(Rooms rooms) {
    var options =
        CommandLineOptions.newBuilder()
            .setConcurrency(rooms.workers.count())
            .setConfigPath(properties.config() == null ? "" : properties.config().toString())
            .setDrainTime(Durations.fromMillis(properties.drainTime().toMillis()))
            .setDrainStrategy(CommandLineOptions.DrainStrategy.Gradual)
            .setServiceNode(rooms.operated.bootstrap().getNode().getId())
            .setServiceCluster(rooms.operated.bootstrap().getNode().getCluster())
            .setDisableHotRestart(true)
            .build();
    return new AdminSettings(properties.admin().socket(), options, logging, StopSignals::stop);
  }

  @Override
  public void stop() {
    if (server != null) {
      if (server.rooms().life.state() == State.LIVE) {
        LOG.atInfo().addKeyValue("within", properties.drainTime()).log("Connections drain");
      }
      server.close();
      server = null;
    }
    if (admin != null) {
      admin.close();
      admin = null;
    }
    if (scrapes != null) {
      scrapes.close();
      scrapes = null;
    }
    operations.hide();
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
