package mesh.proxy.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import mesh.proxy.match.Ascii;
import mesh.proxy.tls.peer.NameType;
import mesh.proxy.tls.peer.SubjectName;
import mesh.proxy.tls.secret.Credential;
import org.jspecify.annotations.Nullable;

/**
 * Picks the certificate that fits the name and the abilities of the peer. Immutable.
 *
 * <p>As Envoy does: the exact name first, then the wildcard one level up, then any certificate (or
 * the first one, without {@code full_scan_certs_on_sni_mismatch}); among those an ECDSA certificate
 * if the client can check it. Aliases are positions in the list.
 */
final class CertificateSelector extends X509ExtendedKeyManager {

  private final List<Credential> credentials;
  private final boolean fullScan;
  private final Map<String, int[]> byName =
      new HashMap<>(); // exact, or ".example.com" for a wildcard

  /**
   * A selector.
   *
   * @param credentials empty for a client without certificate
   */
  CertificateSelector(List<Credential> credentials, boolean fullScan) {
    this.credentials = List.copyOf(credentials);
    this.fullScan = fullScan;
    for (int at = 0; at < credentials.size(); at++) {
      for (String name : names(credentials.get(at).leaf())) {
        String key = Ascii.lower(name.startsWith("*.") ? name.substring(1) : name);
        int position = at;
        byName.merge(key, new int[] {position}, CertificateSelector::joined);
      }
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    if (credentials.size() == 1) {
      return fits(credentials.getFirst(), keyType) ? "0" : null;
    }
    var session = (ExtendedSSLSession) engine.getHandshakeSession();
    boolean ecToo = checksEc(session.getPeerSupportedSignatureAlgorithms());
    int chosen = choose(EngineFacts.receivedServerName(engine, session), ecToo);
    return fits(credentials.get(chosen), keyType) ? String.valueOf(chosen) : null;
  }

  /** Position of the certificate for a name. */
  int choose(String serverName, boolean ecToo) {
    if (!serverName.isEmpty()) {
      String name = Ascii.lower(serverName);
      int found = best(byName.get(name), ecToo);
      if (found < 0) {
        int dot = name.indexOf('.', 1);
        found = dot < 0 ? -1 : best(byName.get(name.substring(dot)), ecToo);
      }
      if (found >= 0) {
        return found;
      }
      if (!fullScan) {
        return 0;
      }
    }
    int[] all = new int[credentials.size()];
    for (int at = 0; at < all.length; at++) {
      all[at] = at;
    }
    return Math.max(0, best(all, ecToo));
  }

  private int best(int @Nullable [] positions, boolean ecToo) {
    if (positions == null) {
      return -1;
    }
    int other = -1;
    for (int position : positions) {
      boolean ec = isEc(credentials.get(position));
      if (ec && ecToo || !ec && !ecToo) {
        return position;
      }
      if (!ec && other < 0) {
        other = position;
      }
    }
    return other;
  }

  private static boolean isEc(Credential credential) {
    return !credential.keyType().equals("RSA");
  }

  private static boolean fits(Credential credential, String keyType) {
    String own = credential.keyType();
    // Engines ask for "EC", for "EC_EC", and in TLS 1.3 for "RSASSA-PSS" as well.
    return switch (own) {
      case "RSA" -> keyType.startsWith("RSA");
      case "EC" -> keyType.startsWith("EC");
      default -> keyType.startsWith("Ed") || keyType.startsWith("EC");
    };
  }

  private static boolean checksEc(String[] signatures) {
    for (String signature : signatures) {
      if (signature.contains("ECDSA") || signature.startsWith("Ed")) {
        return true;
      }
    }
    return false;
  }

  private static int[] joined(int[] some, int[] more) {
    int[] all = new int[some.length + more.length];
    System.arraycopy(some, 0, all, 0, some.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  // DNS names; the common name only where there is no alternative name at all: RFC 6125, 6.4.4.
  private static List<String> names(X509Certificate leaf) {
    if (!SubjectName.of(leaf).isEmpty()) {
      return SubjectName.values(leaf, NameType.DNS);
    }
    try {
      for (Rdn part : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return List.of(String.valueOf(part.getValue()));
        }
      }
    } catch (InvalidNameException e) {
      return List.of();
    }
    return List.of();
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    return credentials.isEmpty() ? null : "0";
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Credential credential = credential(alias);
    return credential == null ? null : credential.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Credential credential = credential(alias);
    return credential == null ? null : credential.key();
  }

  private @Nullable Credential credential(@Nullable String alias) {
    return alias == null ? null : credentials.get(Integer.parseInt(alias));
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return credentials.isEmpty() ? new String[0] : new String[] {"0"};
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return credentials.isEmpty() ? null : "0";
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return getClientAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return credentials.isEmpty() ? null : "0";
  }
}
