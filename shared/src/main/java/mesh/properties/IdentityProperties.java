package mesh.properties;

import java.nio.file.Path;
import java.time.Duration;
import mesh.identity.client.IdentitySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where an app's own certificate comes from. Immutable.
 *
 * @param caAddress of the authority, {@code host:port}; nothing is asked for without it
 * @param rootFile PEM of the authority's root
 * @param rootFingerprint SHA-256 of the root, as the authority prints it at start; instead of
 *     {@code rootFile}
 * @param tokenFile with a join token, read whenever there is no valid certificate to show
 * @param stateDir folder of this process alone, where key and certificate are kept
 * @param spiffeId identity to ask for
 * @param ttl lifetime to ask for; the certificate is renewed at half of it
 */
public record IdentityProperties(
    @Nullable String caAddress,
    @Nullable Path rootFile,
    @Nullable String rootFingerprint,
    @Nullable Path tokenFile,
    @Nullable Path stateDir,
    @Nullable String spiffeId,
    @DefaultValue("24h") Duration ttl) {

  /**
   * Null if no authority is named.
   *
   * @param field of these properties: {@code mesh.proxy.identity}
   */
  public @Nullable IdentitySettings settings(String field) {
    return new IdentitySettings.Written(
            caAddress, rootFile, rootFingerprint, tokenFile, stateDir, spiffeId, ttl)
        .read(field);
  }
}
