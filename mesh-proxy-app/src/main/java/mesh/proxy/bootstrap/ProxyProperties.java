package mesh.proxy.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    @DefaultValue("false") boolean reload) {

  /** What the process is to do. */
  public enum Mode {
    /** Takes traffic. */
    SERVE,
    /** Reads everything, binds nothing, and ends. */
    VALIDATE
  }

  public ProxyProperties {
    listeners = List.copyOf(listeners);
    clusters = List.copyOf(clusters);
  }
}
