package mesh.proxy.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the proxy is started; what it does is in the bootstrap. Immutable.
 *
 * @param config file with an Envoy bootstrap, YAML or JSON
 * @param mode serve, or validate the configuration and exit
 * @param concurrency event loops; 0 is one for each core
 * @param drainTime longest time that connections get to end at shutdown
 * @param extensionsDir folder of jars with filters of your own
 */
@ConfigurationProperties("mesh.proxy")
public record ProxyProperties(
    @Nullable Path config,
    @DefaultValue("serve") Mode mode,
    @DefaultValue("0") int concurrency,
    @DefaultValue("10s") Duration drainTime,
    @Nullable Path extensionsDir) {

  /** What the process is to do. */
  public enum Mode {
    SERVE,
    VALIDATE
  }
}
