package mesh.ca.issue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;

/**
 * DNS names that the certificates of some identities have beside the URI. They are settings of the
 * authority, and no caller can ask for one. Not changed after the start.
 */
public final class ServerNames {

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST = 253; // RFC 1035 section 2.3.4, without the root's dot

  private final Map<SpiffeId, List<String>> byIdentity = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final TrustDomain trustDomain;

  /**
   * No names yet.
   *
   * @param own names of the authority: who had one could pass for it
   */
  public ServerNames(TrustDomain trustDomain, List<String> own) {
    this.trustDomain = trustDomain;
    own.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Adds names of one more identity.
   *
   * @throws InvalidConfigException if they are not names of servers of this mesh, or somebody has
   *     one of them already; fields are {@code identity} and {@code names[0]}
   */
  public void add(String identity, List<String> names) {
    SpiffeId of = SpiffeId.parse(identity);
    if (!of.trustDomain().equals(trustDomain)) {
      throw new InvalidConfigException("identity", identity, "one of " + trustDomain);
    }
    if (byIdentity.containsKey(of)) {
      throw new InvalidConfigException("identity", identity, "an identity that is there once");
    }
    List<String> checked = new ArrayList<>();
    for (int at = 0; at < names.size(); at++) {
      String name = names.get(at).toLowerCase(Locale.ROOT);
      String field = "names[" + at + "]";
      if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
        throw new InvalidConfigException(field, names.get(at), "a DNS name without wildcards");
      }
      if (!taken.add(name)) {
        throw new InvalidConfigException(
            field, names.get(at), "a name that neither mesh.ca.names nor another identity has");
      }
      checked.add(name);
    }
    byIdentity.put(of, List.copyOf(checked));
  }

  /** Empty for identities that have the URI alone. */
  public List<String> of(SpiffeId identity) {
    return byIdentity.getOrDefault(identity, List.of());
  }
}
