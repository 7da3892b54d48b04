package mesh.proxy.tls.peer;

import java.util.List;
import mesh.proxy.match.Ascii;
import mesh.proxy.match.StringMatch;

/**
 * What a subject alternative name should look like. Immutable.
 *
 * @param oid for {@link NameType#OTHER_NAME}; else empty
 */
public record NameMatch(NameType type, StringMatch pattern, String oid) {

  /** A DNS name, wildcards in the certificate honoured. */
  public static NameMatch dns(String name) {
    return new NameMatch(NameType.DNS, new StringMatch.Exact(name, false), "");
  }

  /** True if the name has the type and the pattern fits. */
  public boolean matches(SubjectName name) {
    if (name.type() != type || !name.oid().equals(oid)) {
      return false;
    }
    return type == NameType.DNS && pattern instanceof StringMatch.Exact exact
        ? covers(name.value(), exact.expected())
        : pattern.matches(name.value());
  }

  static boolean anyMatches(List<NameMatch> wanted, List<SubjectName> names) {
    for (NameMatch match : wanted) {
      for (SubjectName name : names) {
        if (match.matches(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * True if a name of a certificate stands for {@code host}. One {@code *} may stand in its
   * leftmost label, unless that is an IDN label: RFC 6125 section 6.4.3.
   */
  static boolean covers(String presented, String host) {
    if (Ascii.equalsIgnoringCase(presented, host)) {
      return true;
    }
    int presentedDot = presented.indexOf('.');
    int hostDot = host.indexOf('.');
    if (presentedDot <= 0
        || hostDot <= 0
        || !Ascii.equalsIgnoringCase(presented.substring(presentedDot), host.substring(hostDot))) {
      return false;
    }
    return labelCovers(presented.substring(0, presentedDot), host.substring(0, hostDot));
  }

  private static boolean labelCovers(String pattern, String label) {
    int star = pattern.indexOf('*');
    if (star < 0 || star != pattern.lastIndexOf('*') || Ascii.matchesAt(pattern, 0, "xn--")) {
      return false;
    }
    String tail = pattern.substring(star + 1);
    return label.length() >= pattern.length() - 1
        && Ascii.matchesAt(label, 0, pattern.substring(0, star))
        && Ascii.matchesAt(label, label.length() - tail.length(), tail);
  }
}
