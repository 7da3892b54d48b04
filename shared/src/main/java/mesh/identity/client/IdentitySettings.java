package mesh.identity.client;

import java.nio.file.Path;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate comes from and where it is kept. Immutable.
 *
 * @param host of the authority
 * @param pinned root that the authority and its certificates must have
 * @param tokenFile with a join token, read whenever one is needed; null if there is none
 * @param stateDir where key and chain are kept
 * @param id asked for
 * @param ttl asked for
 */
public record IdentitySettings(
    String host,
    int port,
    PinnedRoots pinned,
    @Nullable Path tokenFile,
    Path stateDir,
    SpiffeId id,
    Duration ttl) {

  private static final int MOST_PORTS = 65535;

  /**
   * The same as somebody wrote it, with nulls for what he did not write.
   *
   * @param caAddress {@code host:port}
   * @param rootFile PEM
   * @param rootFingerprint SHA-256 in hex, instead of {@code rootFile}
   */
  public record Written(
      @Nullable String caAddress,
      @Nullable Path rootFile,
      @Nullable String rootFingerprint,
      @Nullable Path tokenFile,
      @Nullable Path stateDir,
      @Nullable String spiffeId,
      Duration ttl) {

    /**
     * Checks it.
     *
     * @param prefix of the properties: {@code mesh.proxy.identity}
     * @return null if no authority is named
     * @throws InvalidConfigException with the name of the property
     */
    public @Nullable IdentitySettings read(String prefix) {
      try {
        return caAddress == null || caAddress.isBlank() ? off() : on(caAddress.strip());
      } catch (InvalidConfigException e) {
        throw e.under(prefix);
      }
    }

    private @Nullable IdentitySettings off() {
      boolean isUsed =
          rootFile != null
              || rootFingerprint != null
              || tokenFile != null
              || stateDir != null
              || spiffeId != null;
      if (isUsed) {
        throw new InvalidConfigException(
            "ca-address", caAddress, "host:port of the authority, as other properties are set");
      }
      return null;
    }

    private IdentitySettings on(String address) {
      int colon = address.lastIndexOf(':');
      if (colon <= 0) {
        throw new InvalidConfigException("ca-address", address, "host:port");
      }
      if (stateDir == null) {
        throw new InvalidConfigException("state-dir", null, "a folder of this process alone");
      }
      if (spiffeId == null) {
        throw new InvalidConfigException("spiffe-id", null, "spiffe://DOMAIN/ns/NAMESPACE/sa/NAME");
      }
      if (ttl.toSeconds() < 1) {
        throw new InvalidConfigException("ttl", ttl, ">= 1s");
      }
      String host = address.substring(0, colon);
      boolean isBracketed = host.startsWith("[") && host.endsWith("]");
      return new IdentitySettings(
          isBracketed ? host.substring(1, host.length() - 1) : host,
          port(address, address.substring(colon + 1)),
          pinned(),
          tokenFile,
          stateDir,
          id(spiffeId),
          ttl);
    }

    private static int port(String address, String digits) {
      int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
      if (port < 1 || port > MOST_PORTS) {
        throw new InvalidConfigException("ca-address", address, "host:port, the port in 1..65535");
      }
      return port;
    }

    private static SpiffeId id(String text) {
      try {
        return SpiffeId.parse(text);
      } catch (InvalidConfigException e) {
        throw new InvalidConfigException("spiffe-id", text, e.expected());
      }
    }

    private PinnedRoots pinned() {
      if (rootFile != null && rootFingerprint == null) {
        return new PinnedRoots.InFile(rootFile);
      }
      if (rootFile == null && rootFingerprint != null) {
        return PinnedRoots.Fingerprint.parse(rootFingerprint);
      }
      throw new InvalidConfigException(
          "root-file", rootFile, "either this or root-fingerprint: the authority must be known");
    }
  }

  /** Where the authority is, as people write it. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
