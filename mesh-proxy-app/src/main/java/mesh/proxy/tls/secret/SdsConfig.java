package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is known by name. Immutable.
 *
 * @param source null for {@code static_resources.secrets} of the bootstrap
 */
public record SdsConfig(String name, @Nullable ConfigSource source) {

  public static final Supported SUPPORTED =
      Supported.all(SdsSecretConfig.getDefaultInstance()).and(ConfigSource.SUPPORTED);

  /** Reads the message. */
  public static SdsConfig parse(SdsSecretConfig proto) {
    if (proto.getName().isEmpty()) {
      throw new InvalidConfigException("name", "", "the name of a secret");
    }
    return new SdsConfig(
        proto.getName(),
        proto.hasSdsConfig()
            ? ProtoValue.under("sds_config", () -> ConfigSource.parse(proto.getSdsConfig()))
            : null);
  }
}
