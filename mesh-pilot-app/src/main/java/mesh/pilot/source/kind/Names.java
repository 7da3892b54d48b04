package mesh.pilot.source.kind;

import java.util.regex.Pattern;
import mesh.pilot.document.Element;

/** Checks of names that several kinds have. */
final class Names {

  private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?");
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_HOST = 255;
  private static final String HOST = "a host name, such as shop or shop.default.svc.cluster.local";

  private Names() {}

  /** A host name, short or full, without wildcard. */
  static String host(Element element) {
    String host = element.text();
    if (!host.isEmpty() && !isHost(host)) {
      element.fault(host, HOST);
    }
    return host;
  }

  /** A host name, {@code *.suffix}, or {@code *}. */
  static String wildcardHost(Element element) {
    String host = element.text();
    boolean isWildcard = host.equals("*") || host.startsWith("*.") && isHost(host.substring(2));
    if (!isWildcard && !isHost(host)) {
      element.fault(host, HOST + ", *.suffix or *");
    }
    return host;
  }

  private static boolean isHost(String host) {
    if (host.isEmpty() || host.length() > LONGEST_HOST) {
      return false;
    }
    for (String label : host.split("\\.", -1)) {
      if (label.length() > LONGEST_LABEL || !LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }
}
