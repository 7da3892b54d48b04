package mesh.proxy.connection;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Facts of one connection, downstream or upstream. Confined to its event loop. */
public final class ConnectionInfo {

  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final long id = NEXT_ID.incrementAndGet();
  private final SocketAddress directRemote;
  private final SocketAddress directLocal;
  private final long startNanos = System.nanoTime();
  private SocketAddress remote;
  private SocketAddress local;
  private boolean localRestored;
  private @Nullable TlsInfo tls;
  private long handshakeEndNanos;
  private String serverName = "";
  private String filterChainName = "";
  private Map<String, Map<String, Object>> listenerMetadata = Map.of();
  private String ja3 = "";
  private String ja4 = "";
  private String applicationProtocol = "";
  private String transportProtocol = "raw_buffer";
  private List<String> offeredProtocols = List.of();
  private String transportFailure = "";
  private String terminationDetails = "";
  private @Nullable Map<Object, Object> filterState;

  public ConnectionInfo(SocketAddress local, SocketAddress remote) {
    this.local = local;
    this.remote = remote;
    this.directRemote = remote;
    this.directLocal = local;
  }

  /** Unique in this process; {@code %CONNECTION_ID%}. */
  public long id() {
    return id;
  }

  /** {@link System#nanoTime()} of the accept or the connect. */
  public long startNanos() {
    return startNanos;
  }

  /** The peer as it says it is (PROXY protocol), else the socket's peer. */
  public SocketAddress remote() {
    return remote;
  }

  public void remote(SocketAddress restored) {
    remote = restored;
  }

  /** The socket's peer. */
  public SocketAddress directRemote() {
    return directRemote;
  }

  /**
   * Where the peer wanted to go: the socket's address, or the original destination where that was
   * restored.
   */
  public SocketAddress local() {
    return local;
  }

  /** The socket's own address. */
  public SocketAddress directLocal() {
    return directLocal;
  }

  /** Replaces the local address by the original destination. */
  public void restoreLocal(SocketAddress original) {
    local = original;
    localRestored = true;
  }

  public boolean localRestored() {
    return localRestored;
  }

  /** Null on plaintext and before the handshake is done. */
  public @Nullable TlsInfo tls() {
    return tls;
  }

  public void tls(TlsInfo handshake) {
    tls = handshake;
    handshakeEndNanos = System.nanoTime();
  }

  /** {@link System#nanoTime()} of {@link #tls(TlsInfo)}; 0 if there was none. */
  public long handshakeEndNanos() {
    return handshakeEndNanos;
  }

  /** SNI seen by tls_inspector or the handshake; may be empty. */
  public String serverName() {
    return serverName;
  }

  public void serverName(String sni) {
    serverName = sni;
  }

  /** Name of the listener's filter chain; may be empty. */
  public String filterChainName() {
    return filterChainName;
  }

  /** By namespace; empty if the listener has none. */
  public Map<String, Map<String, Object>> listenerMetadata() {
    return listenerMetadata;
  }

  /** Tells which listener and filter chain took the connection. */
  public void listener(String chainName, Map<String, Map<String, Object>> metadata) {
    filterChainName = chainName;
    listenerMetadata = metadata;
  }

  /** JA3 fingerprint of the client's hello, hex; empty unless tls_inspector makes it. */
  public String ja3() {
    return ja3;
  }

  /** JA4 fingerprint of the client's hello; empty unless tls_inspector makes it. */
  public String ja4() {
    return ja4;
  }

  /** Tells the fingerprints of the client's hello; either may be empty. */
  public void fingerprints(String ja3Hash, String ja4Text) {
    ja3 = ja3Hash;
    ja4 = ja4Text;
  }

  /** ALPN or the version that http_inspector saw; may be empty. */
  public String applicationProtocol() {
    return applicationProtocol;
  }

  public void applicationProtocol(String alpn) {
    applicationProtocol = alpn;
  }

  /**
   * What the client offered by ALPN, or what http_inspector saw; for the choice of a filter chain.
   */
  public List<String> offeredProtocols() {
    return offeredProtocols;
  }

  public void offeredProtocols(List<String> offered) {
    offeredProtocols = List.copyOf(offered);
  }

  /** What tls_inspector saw: {@code tls}; else {@code raw_buffer}. */
  public String transportProtocol() {
    return transportProtocol;
  }

  public void transportProtocol(String detected) {
    transportProtocol = detected;
  }

  /** Why TLS or the transport failed; may be empty. */
  public String transportFailure() {
    return transportFailure;
  }

  public void transportFailure(String reason) {
    transportFailure = reason;
  }

  /** {@code %CONNECTION_TERMINATION_DETAILS%}; may be empty. */
  public String terminationDetails() {
    return terminationDetails;
  }

  public void terminationDetails(String details) {
    terminationDetails = details;
  }

  /** What a filter keeps for the length of the connection, or null. */
  public @Nullable Object filterState(Object key) {
    return filterState == null ? null : filterState.get(key);
  }

  /**
   * Keeps something for the length of the connection.
   *
   * @param key a name that others may know, or an object that only its owner has
   */
  public void filterState(Object key, Object value) {
    if (filterState == null) {
      filterState = new HashMap<>();
    }
    filterState.put(key, value);
  }
}
