package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import java.nio.file.Path;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/**
 * A secret that is known by name. Immutable.
 *
 * @param fetchTimeout how long a listener or cluster waits for the first answer; zero waits for
 *     ever
 */
public record SdsConfig(String name, Source source, Duration fetchTimeout) {

  public static final Supported SUPPORTED =
      Supported.all(SdsSecretConfig.getDefaultInstance())
          .and(
              Supported.of(ConfigSource.getDefaultInstance())
                  .fields(
                      "path",
                      "path_config_source",
                      "api_config_source",
                      "ads",
                      "initial_fetch_timeout",
                      "resource_api_version"),
              Supported.all(PathConfigSource.getDefaultInstance()),
              Supported.all(WatchedDirectory.getDefaultInstance()),
              Supported.all(AggregatedConfigSource.getDefaultInstance()));

  private static final Duration USUAL_WAIT = Duration.ofSeconds(15);

  /** Where a secret comes from. */
  public sealed interface Source {

    /** {@code static_resources.secrets} of the bootstrap. */
    record Bootstrap() implements Source {}

    /** A file with a {@code DiscoveryResponse}. */
    record InFile(Path path) implements Source {}

    /** A management server. */
    record Server(ConfigSource proto) implements Source {}
  }

  /** Reads the message. */
  public static SdsConfig parse(SdsSecretConfig proto) {
    if (proto.getName().isEmpty()) {
      throw new InvalidConfigException("name", "", "the name of a secret");
    }
    ConfigSource config = proto.getSdsConfig();
    Duration wait =
        config.hasInitialFetchTimeout()
            ? ProtoValue.duration(config.getInitialFetchTimeout())
            : USUAL_WAIT;
    Source source =
        proto.hasSdsConfig()
            ? ProtoValue.under("sds_config", () -> source(config))
            : new Source.Bootstrap();
    return new SdsConfig(proto.getName(), source, wait);
  }

  @SuppressWarnings("deprecation") // path is still in use
  private static Source source(ConfigSource config) {
    return switch (config.getConfigSourceSpecifierCase()) {
      case PATH -> new Source.InFile(Path.of(config.getPath()));
      case PATH_CONFIG_SOURCE -> new Source.InFile(Path.of(config.getPathConfigSource().getPath()));
      case API_CONFIG_SOURCE, ADS -> new Source.Server(config);
      case SELF, CONFIGSOURCESPECIFIER_NOT_SET ->
          throw new InvalidConfigException(
              "config_source_specifier",
              config.getConfigSourceSpecifierCase(),
              "path_config_source, api_config_source or ads");
    };
  }
}
