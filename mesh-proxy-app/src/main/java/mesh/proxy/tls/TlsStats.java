package mesh.proxy.tls;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Declared;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.peer.Peer;
import mesh.proxy.tls.peer.PeerRefused;

/**
 * The {@code ssl.} statistics of a listener or cluster. Shared by all loops.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/listeners/stats#tls-statistics
 */
final class TlsStats {

  private static final Declared SSL =
      Declared.of(
          List.of(
              "connection_error",
              "handshake",
              "session_reused",
              "no_certificate",
              "fail_verify_no_cert",
              "fail_verify_error",
              "fail_verify_san",
              "fail_verify_cert_hash",
              "ocsp_staple_failed",
              "ocsp_staple_omitted",
              "ocsp_staple_responses",
              "ocsp_staple_requests",
              "was_key_usage_invalid"),
          List.of(),
          List.of());

  private final Stats ssl;
  private final Counter handshake;
  private final Counter connectionError;
  private final Counter sessionReused;
  private final Counter noCertificate;
  private final Counter failVerifyNoCert;
  private final Counter failVerifyError;
  private final Counter failVerifySan;
  private final Counter failVerifyCertHash;
  private final Counter updates;
  private final Counter notReady;
  private final ConcurrentHashMap<String, Counter> byKind = new ConcurrentHashMap<>();

  private TlsStats(Stats owner, String factory, String notReady) {
    this.ssl = owner.scope("ssl");
    this.handshake = ssl.counter("handshake");
    this.connectionError = ssl.counter("connection_error");
    this.sessionReused = ssl.counter("session_reused");
    this.noCertificate = ssl.counter("no_certificate");
    this.failVerifyNoCert = ssl.counter("fail_verify_no_cert");
    this.failVerifyError = ssl.counter("fail_verify_error");
    this.failVerifySan = ssl.counter("fail_verify_san");
    this.failVerifyCertHash = ssl.counter("fail_verify_cert_hash");
    Stats sockets = owner.scope(factory);
    this.updates = sockets.counter("ssl_context_update_by_sds");
    this.notReady = sockets.counter(notReady);
  }

  /**
   * Of a listener.
   *
   * @param owner such as {@code listener.0.0.0.0_443.}
   */
  static TlsStats downstream(Stats owner) {
    declare(owner);
    return new TlsStats(owner, "server_ssl_socket_factory", "downstream_context_secrets_not_ready");
  }

  /**
   * Of a cluster.
   *
   * @param owner such as {@code cluster.backend.}
   */
  static TlsStats upstream(Stats owner) {
    return new TlsStats(owner, "client_ssl_socket_factory", "upstream_context_secrets_not_ready");
  }

  /** Lists what a listener or cluster counts before it does. */
  static void declare(Stats owner) {
    owner.scope("ssl").declare(SSL);
  }

  void updated() {
    updates.increment();
  }

  void notReady() {
    notReady.increment();
  }

  /**
   * A handshake is done.
   *
   * @param curve of the key exchange; empty if it is not known
   */
  void handshake(TlsInfo info, String curve, boolean reused) {
    handshake.increment();
    if (reused) {
      sessionReused.increment();
    }
    if (info.peer().isEmpty()) {
      noCertificate.increment();
    }
    count("versions.", info.version());
    count("ciphers.", info.cipher());
    if (!curve.isEmpty()) {
      count("curves.", curve);
    }
  }

  /** A refusal that did not end the connection. */
  void overlooked(Peer peer) {
    PeerRefused refused = peer.overlooked();
    if (refused != null) {
      count(refused.kind());
    }
  }

  void failed(TlsFailure failure) {
    PeerRefused refused = failure.refused();
    if (refused != null) {
      count(refused.kind());
    } else if (failure.isNoCertificate()) {
      failVerifyNoCert.increment();
    } else if (!failure.text().isEmpty()) {
      connectionError.increment();
    }
  }

  private void count(PeerRefused.Kind kind) {
    switch (kind) {
      case CHAIN -> failVerifyError.increment();
      case NAMES -> failVerifySan.increment();
      case HASH -> failVerifyCertHash.increment();
    }
  }

  private void count(String kind, String name) {
    byKind.computeIfAbsent(kind + name, ssl::counter).increment();
  }
}
