package mesh.proxy.filter.listener.tlsinspector;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;

/** The {@code tls_inspector.} statistics. Shared by all loops. */
record TlsInspectorStats(
    Counter clientHelloTooLarge,
    Counter tlsFound,
    Counter tlsNotFound,
    Counter alpnFound,
    Counter alpnNotFound,
    Counter sniFound,
    Counter sniNotFound,
    Histogram bytesProcessed) {

  static TlsInspectorStats of(Stats root) {
    Stats scope = root.scope("tls_inspector");
    return new TlsInspectorStats(
        scope.counter("client_hello_too_large"),
        scope.counter("tls_found"),
        scope.counter("tls_not_found"),
        scope.counter("alpn_found"),
        scope.counter("alpn_not_found"),
        scope.counter("sni_found"),
        scope.counter("sni_not_found"),
        scope.histogram("bytes_processed"));
  }
}
