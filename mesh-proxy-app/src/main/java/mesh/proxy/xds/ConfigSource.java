package mesh.proxy.xds;

import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import java.nio.file.Path;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/**
 * Where resources come from. Immutable.
 *
 * @param fetchTimeout how long whoever needs a resource waits for the first answer; zero waits for
 *     ever
 */
public record ConfigSource(Origin origin, Duration fetchTimeout) {

  /** The fields of a {@code ConfigSource} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.of(io.envoyproxy.envoy.config.core.v3.ConfigSource.getDefaultInstance())
          .fields("path", "path_config_source", "api_config_source", "ads")
          .fields("initial_fetch_timeout", "resource_api_version")
          .and(
              Supported.all(PathConfigSource.getDefaultInstance()),
              Supported.all(WatchedDirectory.getDefaultInstance()),
              Supported.all(AggregatedConfigSource.getDefaultInstance()),
              ServerConfig.SUPPORTED);

  private static final Duration USUAL_WAIT = Duration.ofSeconds(15);

  /** The kind of source. */
  public sealed interface Origin {

    /**
     * A file with a {@code DiscoveryResponse}.
     *
     * @param directory also watched; null if only the file is
     */
    record InFile(Path path, @Nullable Path directory) implements Origin {}

    /** The one stream of {@code dynamic_resources.ads_config}. */
    record Aggregated() implements Origin {}

    /** A stream for this type alone. */
    record Server(ApiConfigSource proto) implements Origin {}
  }

  /**
   * Reads the message.
   *
   * @throws InvalidConfigException fields relative to it
   */
  @SuppressWarnings("deprecation") // path is still in use, V2 is still written
  public static ConfigSource parse(io.envoyproxy.envoy.config.core.v3.ConfigSource proto) {
    if (proto.getResourceApiVersion() == ApiVersion.V2) {
      throw new InvalidConfigException("resource_api_version", "V2", "V3");
    }
    Origin origin =
        switch (proto.getConfigSourceSpecifierCase()) {
          case PATH -> new Origin.InFile(Path.of(proto.getPath()), null);
          case PATH_CONFIG_SOURCE -> file(proto.getPathConfigSource());
          case ADS -> new Origin.Aggregated();
          case API_CONFIG_SOURCE -> new Origin.Server(proto.getApiConfigSource());
          case SELF, CONFIGSOURCESPECIFIER_NOT_SET ->
              throw new InvalidConfigException(
                  "config_source_specifier",
                  proto.getConfigSourceSpecifierCase(),
                  "path_config_source, api_config_source or ads");
        };
    return new ConfigSource(
        origin,
        proto.hasInitialFetchTimeout()
            ? ProtoValue.duration(proto.getInitialFetchTimeout())
            : USUAL_WAIT);
  }

  private static Origin file(PathConfigSource proto) {
    return new Origin.InFile(
        Path.of(proto.getPath()),
        proto.hasWatchedDirectory() ? Path.of(proto.getWatchedDirectory().getPath()) : null);
  }
}
