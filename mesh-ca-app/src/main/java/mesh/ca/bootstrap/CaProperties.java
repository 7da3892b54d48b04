package mesh.ca.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.ca.issue.ServerNames;
import mesh.config.InvalidConfigException;
import mesh.identity.TrustDomain;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the authority. Immutable.
 *
 * @param address where the signing call is served
 * @param port where the signing call is served, over TLS; 0 is any
 * @param stateDir folder of keys, tokens and the administrator's token
 * @param keyPassword of the keys; if it is not set, one is made and kept beside them
 * @param trustDomain of all identities
 * @param ttl of certificates that ask for nothing
 * @param maxTtl longest that anybody gets
 * @param names under which callers reach this authority
 * @param serverNames DNS names of servers of the mesh that clients call by name
 * @param nativeCryptography whether AWS-LC signs and checks where it can be loaded; else the JDK
 */
@ConfigurationProperties("mesh.ca")
public record CaProperties(
    @DefaultValue("0.0.0.0") String address,
    @DefaultValue("8060") int port,
    @DefaultValue("state/ca") Path stateDir,
    @Nullable String keyPassword,
    @DefaultValue("cluster.local") String trustDomain,
    @DefaultValue("24h") Duration ttl,
    @DefaultValue("90d") Duration maxTtl,
    @DefaultValue({"localhost", "127.0.0.1", "mesh-ca"}) List<String> names,
    @DefaultValue List<Server> serverNames,
    @DefaultValue("true") boolean nativeCryptography) {

  public CaProperties {
    names = List.copyOf(names);
    serverNames = List.copyOf(serverNames);
  }

  /**
   * A server of the mesh.
   *
   * @param identity {@code spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT}
   * @param names in its certificates, beside the identity
   */
  public record Server(@DefaultValue("") String identity, @DefaultValue List<String> names) {}

  /** The names of all servers, checked. */
  ServerNames checkedNames() {
    var checked = new ServerNames(new TrustDomain(trustDomain), names);
    for (int at = 0; at < serverNames.size(); at++) {
      Server server = serverNames.get(at);
      try {
        checked.add(server.identity(), server.names());
      } catch (InvalidConfigException e) {
        throw e.under("mesh.ca.server-names[" + at + "]");
      }
    }
    return checked;
  }
}
