package mesh.proxy.tls.peer;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Peers that passed a check, by the bytes they presented. Shared by all loops.
 *
 * <p>Only peers that passed are kept, so nobody fills it who holds no good certificate. A verdict
 * is asked for anew at the latest after {@value #FRESH_MILLIS} ms: a revocation list may expire.
 */
final class PassedPeers {

  private static final int MOST = 1024;
  private static final long FRESH_MILLIS = 60_000;

  private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(Peer peer, long untilMillis) {}

  /** Compared byte for byte. */
  static final class Key {

    private final byte[][] chain;
    private final String names;
    private final int hash;

    private Key(byte[][] chain, String names) {
      this.chain = chain;
      this.names = names;
      this.hash = 31 * Arrays.hashCode(chain[0]) + names.hashCode();
    }

    /**
     * The key of a chain.
     *
     * @param chain non-empty
     */
    static Key of(X509Certificate[] chain, String names) throws CertificateEncodingException {
      var bytes = new byte[chain.length][];
      for (int depth = 0; depth < chain.length; depth++) {
        bytes[depth] = chain[depth].getEncoded();
      }
      return new Key(bytes, names);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && hash == key.hash
          && names.equals(key.names)
          && Arrays.deepEquals(chain, key.chain);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  @Nullable Peer get(Key key, long nowMillis) {
    Entry entry = entries.get(key);
    return entry == null || nowMillis >= entry.untilMillis ? null : entry.peer;
  }

  void put(Key key, Peer peer, long nowMillis) {
    if (entries.size() >= MOST) {
      entries.values().removeIf(entry -> nowMillis >= entry.untilMillis);
      if (entries.size() >= MOST) {
        entries.clear();
      }
    }
    long until = nowMillis + FRESH_MILLIS;
    for (X509Certificate certificate : peer.presented()) {
      until = Math.min(until, certificate.getNotAfter().getTime());
    }
    entries.put(key, new Entry(peer, until));
  }
}
