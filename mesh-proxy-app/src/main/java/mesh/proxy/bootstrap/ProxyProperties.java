package mesh.proxy.bootstrap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.properties.IdentityProperties;
import mesh.proxy.bootstrap.plain.ClusterProperties;
import mesh.proxy.bootstrap.plain.ListenerProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the proxy is started, and in the short form what it does. Immutable.
 *
 * <p>What it does is said in one of three forms: the file that {@code config} names, the same
 * document below {@code mesh.proxy.bootstrap}, or the lists here.
 *
 * @param config file with an Envoy bootstrap, YAML or JSON
 * @param listeners ports that take traffic, in the short form
 * @param clusters servers that routes lead to, in the short form
 * @param mode serve, or validate the configuration and exit
 * @param concurrency event loops; 0 is one for each core
 * @param drainTime longest time that connections get to end at shutdown
 * @param extensionsDir folder of jars with filters of your own
 * @param reload whether static listeners and clusters follow changes of the file
 * @param admin the admin interface, where the bootstrap does not say
 * @param prometheus a port for Prometheus alone
 * @param identity where our own certificate comes from
 */
@ConfigurationProperties("mesh.proxy")
public record ProxyProperties(
    @Nullable Path config,
    @DefaultValue List<ListenerProperties> listeners,
    @DefaultValue List<ClusterProperties> clusters,
    @DefaultValue("serve") Mode mode,
    @DefaultValue("0") int concurrency,
    @DefaultValue("10s") Duration drainTime,
    @Nullable Path extensionsDir,
    @DefaultValue("false") boolean reload,
    @DefaultValue Admin admin,
    @DefaultValue Prometheus prometheus,
    @DefaultValue IdentityProperties identity) {

  /** What the process is to do. */
  public enum Mode {
    /** Takes traffic. */
    SERVE,
    /** Reads everything, binds nothing, and ends. */
    VALIDATE
  }

  /**
   * Where people look at the running proxy and change it. A bootstrap with {@code admin.address}
   * goes before it.
   *
   * @param enabled whether there is such an interface
   * @param address to listen on; everybody who reaches it may change the proxy
   * @param port to listen on; 0 takes a free one
   */
  public record Admin(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("127.0.0.1") InetAddress address,
      @DefaultValue("15000") int port) {

    @Nullable InetSocketAddress socket() {
      return enabled ? new InetSocketAddress(address, port) : null;
    }
  }

  /**
   * Where Prometheus and probes may look without being able to change anything: {@code
   * /stats/prometheus} and {@code /healthz/ready}.
   *
   * @param address to listen on
   * @param port to listen on, 15090 in Istio; 0 takes a free one; nothing is bound without it
   */
  public record Prometheus(@DefaultValue("127.0.0.1") InetAddress address, @Nullable Integer port) {

    @Nullable InetSocketAddress socket() {
      return port == null ? null : new InetSocketAddress(address, port);
    }
  }

  public ProxyProperties {
    listeners = List.copyOf(listeners);
    clusters = List.copyOf(clusters);
  }
}
