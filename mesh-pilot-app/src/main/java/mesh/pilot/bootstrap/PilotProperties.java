package mesh.pilot.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.properties.IdentityProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the control plane. Immutable.
 *
 * @param name of this replica, told to proxies
 * @param configDir folders of rules that are watched; each is taken as a whole, or stays as it was
 * @param configRefresh how often the folders are looked at
 * @param rules rules as a text of YAML documents, for small meshes and tests
 * @param stateDir folder of what is kept: rules of the Rules API and its tokens
 * @param rulesApi limits of the Rules API
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
    @DefaultValue({}) List<Path> configDir,
    @DefaultValue("500ms") Duration configRefresh,
    @DefaultValue("") String rules,
    @DefaultValue("state/pilot") Path stateDir,
    @DefaultValue RulesApi rulesApi,
    @DefaultValue("cluster.local") String trustDomain,
    @DefaultValue("cluster.local") String domain,
    @DefaultValue("istio-system") String rootNamespace,
    @DefaultValue("credentials") Path credentialsDir,
    @DefaultValue Push push,
    @DefaultValue("15012") int securePort,
    @DefaultValue IdentityProperties identity) {

  public PilotProperties {
    configDir = List.copyOf(configDir);
  }

  /**
   * Limits of the Rules API.
   *
   * @param maxBody largest body of a request
   * @param maxRules most rules that it keeps
   */
  public record RulesApi(
      @DefaultValue("1MB") DataSize maxBody, @DefaultValue("10000") int maxRules) {}

  /**
   * When proxies are told of changes.
   *
   * @param quiet time without a change after which they are told
   * @param longest time after a change at which they are told anyway
   */
  public record Push(@DefaultValue("20ms") Duration quiet, @DefaultValue("1s") Duration longest) {}
}
