package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.nio.file.Path;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.yaml.YamlText;
import mesh.proxy.tls.secret.SecretConfig;

/** Reads secrets from files in the form of an SDS answer. */
final class SecretFiles {

  private SecretFiles() {}

  static SecretConfig read(Path path, String name) {
    try {
      DiscoveryResponse response =
          ConfigReader.read(YamlText.of(path), DiscoveryResponse.getDefaultInstance()).message();
      for (var resource : response.getResourcesList()) {
        Secret secret = resource.unpack(Secret.class);
        if (secret.getName().equals(name)) {
          return new SecretConfig(secret);
        }
      }
      throw new InvalidConfigException(path.toString(), name, "a secret of that name in the file");
    } catch (IOException e) {
      throw new InvalidConfigException(
          path.toString(), name, "a readable SDS file: " + e.getMessage());
    }
  }
}
