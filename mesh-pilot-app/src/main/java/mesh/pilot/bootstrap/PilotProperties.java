package mesh.pilot.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the control plane. Immutable.
 *
 * @param name of this replica, told to proxies
 * @param configDir folder of rules that is watched; none if it is not set
 * @param configRefresh how often the folder is looked at
 * @param trustDomain of all identities
 * @param domain that completes short names of services
 * @param rootNamespace whose policies hold everywhere
 * @param credentialsDir folder of the certificates that gateways name
 * @param push when proxies are told of changes
 * @param securePort of xDS with mutual TLS; 0 is any
 * @param identity where our own certificate comes from, without which there is no secure port
 */
@ConfigurationProperties("mesh.pilot")
public record PilotProperties(
    @DefaultValue("mesh-pilot") String name,
    @Nullable Path configDir,
    @DefaultValue("500ms") Duration configRefresh,
    @DefaultValue("cluster.local") String trustDomain,
    @DefaultValue("cluster.local") String domain,
    @DefaultValue("istio-system") String rootNamespace,
    @DefaultValue("credentials") Path credentialsDir,
    @DefaultValue Push push,
    @DefaultValue("15012") int securePort,
    @DefaultValue IdentityProperties identity) {

  /**
   * When proxies are told of changes.
   *
   * @param quiet time without a change after which they are told
   * @param longest time after a change at which they are told anyway
   */
  public record Push(@DefaultValue("20ms") Duration quiet, @DefaultValue("1s") Duration longest) {}
}
