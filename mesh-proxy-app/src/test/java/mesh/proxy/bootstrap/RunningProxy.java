package mesh.proxy.bootstrap;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.admin.v3.CommandLineOptions;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.identity.client.IdentitySettings;
import mesh.proxy.bootstrap.operate.AdminInterface;
import mesh.proxy.bootstrap.operate.AdminSettings;
import mesh.proxy.catalog.ExtensionJars;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.yaml.YamlText;
import mesh.proxy.listener.ListenerProtoConfig;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Metric;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/**
 * A whole proxy in this process, configured by YAML, its listeners on ports that the system chose.
 */
final class RunningProxy implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Clients of tests keep their connections, so that every proxy's end lasts as long as this. */
  private static final Duration DRAIN_TIME = Duration.ofMillis(200);

  private final ProxyServer server;
  private final AtomicBoolean quit = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable AdminInterface admin;

  RunningProxy(String yaml) {
    this(yaml, DRAIN_TIME);
  }

  RunningProxy(String yaml, Duration drainTime) {
    this(yaml, drainTime, null);
  }

  /** With a certificate of its own. */
  RunningProxy(String yaml, IdentitySettings identity) {
    this(yaml, DRAIN_TIME, identity);
  }

  private RunningProxy(String yaml, Duration drainTime, @Nullable IdentitySettings identity) {
    server =
        new ProxyServer(
            read(yaml, Bootstrap.getDefaultInstance()),
            new ProxyServer.Options(2, drainTime, ExtensionJars.NONE, identity));
    server.start();
  }

  /** Takes static clusters and listeners from a file whenever it changes. */
  void reloadFrom(Path file) {
    server.reloadFrom(file);
  }

  /** Port of the first address of a listener. */
  int port(String listener) {
    return ((InetSocketAddress) address(listener)).getPort();
  }

  SocketAddress address(String listener) {
    return server.rooms().listeners.all().stream()
        .filter(shown -> shown.name().equals(listener))
        .findFirst()
        .orElseThrow()
        .addresses()
        .getFirst();
  }

  Rooms rooms() {
    return server.rooms();
  }

  /** Opens the admin interface and says what a page answers; the first line is the status. */
  String admin(String method, String target) {
    if (admin == null) {
      admin =
          AdminInterface.open(
              server.rooms().operated,
              new AdminSettings(
                  new InetSocketAddress("127.0.0.1", 0),
                  CommandLineOptions.newBuilder().setConfigPath("test.yaml").build(),
                  LoggingSystem.get(RunningProxy.class.getClassLoader()),
                  () -> quit.set(true)),
              server.rooms().upkeep::beforeLook);
    }
    return Http.ask(admin.address(), method, target);
  }

  /** Whether the admin interface was told to end the process. */
  boolean isQuit() {
    return quit.get();
  }

  /** Adds or changes a listener, as discovery would. */
  void apply(String listenerYaml) {
    Listener proto = read(listenerYaml, Listener.getDefaultInstance());
    ListenerProtoConfig.apply(proto, server.rooms().listenerServices, server.rooms().listeners);
  }

  /** A counter or gauge by its full name; 0 if there is none. */
  long stat(String name) {
    long[] sum = {0};
    server
        .rooms()
        .stats
        .visit(
            (scope, metric) -> {
              if (name.equals(scope + metric.leafName())) {
                sum[0] += value(metric);
              }
            });
    return sum[0];
  }

  /** Waits until a statistic is at least that; other threads bring it there. */
  void await(String name, long least) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (stat(name) < least) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(name + ": " + stat(name) + " (expected: at least " + least + ")");
      }
      Thread.sleep(5);
    }
  }

  private static long value(Metric metric) {
    return switch (metric) {
      case Counter counter -> counter.value();
      case Gauge gauge -> gauge.value();
      default -> 0;
    };
  }

  private static <M extends Message> M read(String yaml, M prototype) {
    try {
      return ConfigReader.read(YamlText.of("test.yaml", yaml), prototype).message();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (admin != null) {
      admin.close();
    }
    server.close();
  }
}
