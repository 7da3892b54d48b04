package mesh.proxy.rbac;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.connection.CertificateNames;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.match.StringMatch;
import mesh.proxy.tls.peer.NameMatch;
import mesh.proxy.tls.peer.NameType;
import mesh.proxy.tls.peer.SubjectName;

/**
 * The names of a peer's certificate, read once per connection. Immutable.
 *
 * @param principals URI names, then DNS names, then the subject: the order in which Envoy looks for
 *     a principal
 */
record PeerIdentity(List<SubjectName> names, List<String> principals) {

  private static final Object KEY = new Object();
  private static final PeerIdentity UNKNOWN = new PeerIdentity(List.of(), List.of(""));

  /** Of a connection with TLS; of one without certificate it has no name but an empty subject. */
  static PeerIdentity of(ConnectionInfo connection, TlsInfo tls) {
    if (connection.filterState(KEY) instanceof PeerIdentity known) {
      return known;
    }
    X509Certificate leaf = tls.peerLeaf();
    PeerIdentity read = leaf == null ? UNKNOWN : read(leaf);
    connection.filterState(KEY, read);
    return read;
  }

  boolean anyPrincipalMatches(StringMatch match) {
    for (int at = 0; at < principals.size(); at++) {
      if (match.matches(principals.get(at))) {
        return true;
      }
    }
    return false;
  }

  boolean anyNameMatches(NameMatch match) {
    for (int at = 0; at < names.size(); at++) {
      if (match.matches(names.get(at))) {
        return true;
      }
    }
    return false;
  }

  private static PeerIdentity read(X509Certificate leaf) {
    List<SubjectName> names = SubjectName.of(leaf);
    var principals = new ArrayList<String>();
    for (NameType type : List.of(NameType.URI, NameType.DNS)) {
      names.stream()
          .filter(name -> name.type() == type)
          .map(SubjectName::value)
          .forEach(principals::add);
    }
    principals.add(CertificateNames.subject(leaf));
    return new PeerIdentity(names, List.copyOf(principals));
  }
}
