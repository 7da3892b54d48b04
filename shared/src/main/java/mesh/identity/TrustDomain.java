package mesh.identity;

import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;

/**
 * The part of the world whose identities one authority vouches for. Immutable.
 *
 * @param name as SPIFFE-ID section 2.1 has it: at most 255 of a-z, 0-9, {@code .}, {@code -},
 *     {@code _}
 */
public record TrustDomain(String name) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,255}");

  public TrustDomain {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidConfigException("trust domain", name, "1..255 of a-z, 0-9, ., - and _");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
