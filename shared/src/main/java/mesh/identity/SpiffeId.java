package mesh.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;

/**
 * An identity of the mesh: {@code spiffe://<trust domain>/ns/<namespace>/sa/<service account>}.
 * Immutable.
 */
public record SpiffeId(TrustDomain trustDomain, String namespace, String serviceAccount) {

  private static final String EXPECTED = "spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT";
  private static final Pattern URI = Pattern.compile("spiffe://([^/]+)/ns/([^/]+)/sa/([^/]+)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,253}");
  private static final int LONGEST = 2048; // SPIFFE-ID section 2.3

  public SpiffeId {
    require("namespace", namespace);
    require("service account", serviceAccount);
  }

  /**
   * Reads an identity.
   *
   * @throws InvalidConfigException if it is not one of a mesh
   */
  public static SpiffeId parse(String uri) {
    Matcher parts = URI.matcher(uri);
    if (uri.length() > LONGEST || !parts.matches()) {
      throw new InvalidConfigException("identity", uri, EXPECTED);
    }
    return new SpiffeId(new TrustDomain(parts.group(1)), parts.group(2), parts.group(3));
  }

  private static void require(String field, String name) {
    boolean isDots = name.equals(".") || name.equals("..");
    if (isDots || !NAME.matcher(name).matches()) {
      throw new InvalidConfigException(field, name, "1..253 of a-z, A-Z, 0-9, ., - and _");
    }
  }

  /** The URI. */
  @Override
  public String toString() {
    return "spiffe://" + trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount;
  }
}
