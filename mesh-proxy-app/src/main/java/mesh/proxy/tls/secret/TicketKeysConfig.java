package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.Supported;

/**
 * Where the keys of session tickets stand, the one that encrypts first. Immutable.
 *
 * @param keys non-empty
 */
public record TicketKeysConfig(List<DataSourceConfig> keys) {

  public static final Supported SUPPORTED =
      Supported.of(TlsSessionTicketKeys.getDefaultInstance())
          .fields("keys")
          .and(DataSourceConfig.SUPPORTED);

  private static final int BYTES = 80;

  public TicketKeysConfig {
    keys = List.copyOf(keys);
  }

  /** Reads the message, not the files that it names. */
  public static TicketKeysConfig parse(TlsSessionTicketKeys proto) {
    List<DataSourceConfig> keys = new ArrayList<>();
    for (int at = 0; at < proto.getKeysCount(); at++) {
      DataSourceConfig source = DataSourceConfig.parse(proto.getKeys(at));
      if (source == null) {
        throw new InvalidConfigException("keys[" + at + "]", null, "a data source");
      }
      keys.add(source);
    }
    if (keys.isEmpty()) {
      throw new InvalidConfigException("keys", "[]", "at least one key");
    }
    return new TicketKeysConfig(keys);
  }

  /** Reads the keys: name (16 bytes), HMAC key (32 bytes), AES key (32 bytes) each. */
  public List<byte[]> load() {
    List<byte[]> loaded = new ArrayList<>();
    for (int at = 0; at < keys.size(); at++) {
      byte[] key = keys.get(at).read("keys[" + at + "]");
      if (key.length != BYTES) {
        throw new InvalidConfigException(
            "keys[" + at + "]", key.length + " bytes", "exactly " + BYTES + " bytes");
      }
      loaded.add(key);
    }
    return loaded;
  }

  /** Files that {@link #load()} reads. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (DataSourceConfig source : keys) {
      if (source instanceof DataSourceConfig.InFile(Path path)) {
        files.add(path);
      }
    }
    return files;
  }
}
