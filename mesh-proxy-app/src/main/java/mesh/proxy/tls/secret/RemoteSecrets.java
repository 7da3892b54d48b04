package mesh.proxy.tls.secret;

import java.util.function.Consumer;
import mesh.config.InvalidConfigException;

/** Secrets of a management server. Called on a cold thread. */
@FunctionalInterface
public interface RemoteSecrets {

  /** A proxy without management server. */
  RemoteSecrets NONE =
      (sds, onSecret) -> {
        throw new InvalidConfigException(
            "sds_config", sds.name(), "path_config_source: there is no management server");
      };

  /**
   * Asks for a secret until the registration is closed.
   *
   * @param sds its source is a {@link SdsConfig.Source.Server}
   * @param onSecret told of each new value, on any cold thread; throws {@link
   *     InvalidConfigException} to refuse it (NACK)
   */
  FileWatch.Registration watch(SdsConfig sds, Consumer<SecretConfig> onSecret);
}
