package mesh.proxy.filter.network.httpconnectionmanager;

import java.util.concurrent.TimeUnit;
import mesh.proxy.http.Protocol;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;

/**
 * The counters of one connection manager, {@code http.<stat_prefix>.*}. Shared by all loops.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/stats
 */
final class ConnectionManagerStats {

  private final Counter cxTotal;
  private final Gauge cxActive;
  private final Counter cxHttp1Total;
  private final Gauge cxHttp1Active;
  private final Counter cxHttp2Total;
  private final Gauge cxHttp2Active;
  private final Counter cxSslTotal;
  private final Gauge cxSslActive;
  private final Counter cxDestroy;
  private final Counter cxDestroyRemote;
  private final Counter cxDestroyLocal;
  private final Counter cxDestroyRemoteActiveRq;
  private final Counter cxDestroyLocalActiveRq;
  private final Counter cxDestroyActiveRq;
  private final Counter cxProtocolError;
  private final Counter cxIdleTimeout;
  private final Counter cxMaxDurationReached;
  private final Counter cxMaxRequestsReached;
  private final Counter cxDrainClose;
  private final Counter cxUpgradesTotal;
  private final Gauge cxUpgradesActive;
  private final Histogram cxLengthMs;
  private final Counter rqTotal;
  private final Gauge rqActive;
  private final Counter rqHttp1Total;
  private final Counter rqHttp2Total;
  private final Counter rqCompleted;
  private final Counter[] rqClasses = new Counter[6];
  private final Counter[] listenerClasses = new Counter[6];
  private final Counter listenerCompleted;
  private final Counter rqRxReset;
  private final Counter rqTxReset;
  private final Counter rqTooLarge;
  private final Counter rqIdleTimeout;
  private final Counter rqTimeout;
  private final Counter rqHeaderTimeout;
  private final Counter rqMaxDurationReached;
  private final Counter rqResponseBeforeRqComplete;
  private final Counter rqTooManyPrematureResets;
  private final Histogram rqTime;

  ConnectionManagerStats(Stats http, Stats listener) {
    cxTotal = http.counter("downstream_cx_total");
    cxActive = http.gauge("downstream_cx_active");
    cxHttp1Total = http.counter("downstream_cx_http1_total");
    cxHttp1Active = http.gauge("downstream_cx_http1_active");
    cxHttp2Total = http.counter("downstream_cx_http2_total");
    cxHttp2Active = http.gauge("downstream_cx_http2_active");
    cxSslTotal = http.counter("downstream_cx_ssl_total");
    cxSslActive = http.gauge("downstream_cx_ssl_active");
    cxDestroy = http.counter("downstream_cx_destroy");
    cxDestroyRemote = http.counter("downstream_cx_destroy_remote");
    cxDestroyLocal = http.counter("downstream_cx_destroy_local");
    cxDestroyActiveRq = http.counter("downstream_cx_destroy_active_rq");
    cxDestroyRemoteActiveRq = http.counter("downstream_cx_destroy_remote_active_rq");
    cxDestroyLocalActiveRq = http.counter("downstream_cx_destroy_local_active_rq");
    cxProtocolError = http.counter("downstream_cx_protocol_error");
    cxIdleTimeout = http.counter("downstream_cx_idle_timeout");
    cxMaxDurationReached = http.counter("downstream_cx_max_duration_reached");
    cxMaxRequestsReached = http.counter("downstream_cx_max_requests_reached");
    cxDrainClose = http.counter("downstream_cx_drain_close");
    cxUpgradesTotal = http.counter("downstream_cx_upgrades_total");
    cxUpgradesActive = http.gauge("downstream_cx_upgrades_active");
    cxLengthMs = http.histogram("downstream_cx_length_ms");
    rqTotal = http.counter("downstream_rq_total");
    rqActive = http.gauge("downstream_rq_active");
    rqHttp1Total = http.counter("downstream_rq_http1_total");
    rqHttp2Total = http.counter("downstream_rq_http2_total");
    rqCompleted = http.counter("downstream_rq_completed");
    listenerCompleted = listener.counter("downstream_rq_completed");
    for (int hundreds = 1; hundreds <= 5; hundreds++) {
      rqClasses[hundreds] = http.counter("downstream_rq_" + hundreds + "xx");
      listenerClasses[hundreds] = listener.counter("downstream_rq_" + hundreds + "xx");
    }
    rqRxReset = http.counter("downstream_rq_rx_reset");
    rqTxReset = http.counter("downstream_rq_tx_reset");
    rqTooLarge = http.counter("downstream_rq_too_large");
    rqIdleTimeout = http.counter("downstream_rq_idle_timeout");
    rqTimeout = http.counter("downstream_rq_timeout");
    rqHeaderTimeout = http.counter("downstream_rq_header_timeout");
    rqMaxDurationReached = http.counter("downstream_rq_max_duration_reached");
    rqResponseBeforeRqComplete = http.counter("downstream_rq_response_before_rq_complete");
    rqTooManyPrematureResets = http.counter("downstream_rq_too_many_premature_resets");
    rqTime = http.histogram("downstream_rq_time");
  }

  void connectionOpened(Protocol protocol, boolean tls) {
    cxTotal.increment();
    cxActive.increment();
    if (protocol == Protocol.HTTP2) {
      cxHttp2Total.increment();
      cxHttp2Active.increment();
    } else {
      cxHttp1Total.increment();
      cxHttp1Active.increment();
    }
    if (tls) {
      cxSslTotal.increment();
      cxSslActive.increment();
    }
  }

  void connectionClosed(
      Protocol protocol, boolean tls, boolean byUs, boolean withRequests, long nanos) {
    cxActive.decrement();
    (protocol == Protocol.HTTP2 ? cxHttp2Active : cxHttp1Active).decrement();
    if (tls) {
      cxSslActive.decrement();
    }
    cxDestroy.increment();
    (byUs ? cxDestroyLocal : cxDestroyRemote).increment();
    if (withRequests) {
      cxDestroyActiveRq.increment();
      (byUs ? cxDestroyLocalActiveRq : cxDestroyRemoteActiveRq).increment();
    }
    cxLengthMs.record(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  void requestBegun(Protocol protocol) {
    rqTotal.increment();
    rqActive.increment();
    (protocol == Protocol.HTTP2 ? rqHttp2Total : rqHttp1Total).increment();
  }

  void requestEnded(long nanos) {
    rqActive.decrement();
    rqTime.record(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  void response(int status) {
    rqCompleted.increment();
    listenerCompleted.increment();
    int hundreds = status / 100;
    if (hundreds >= 1 && hundreds <= 5) {
      rqClasses[hundreds].increment();
      listenerClasses[hundreds].increment();
    }
  }

  void upgraded() {
    cxUpgradesTotal.increment();
    cxUpgradesActive.increment();
  }

  void upgradeEnded() {
    cxUpgradesActive.decrement();
  }

  void rxReset() {
    rqRxReset.increment();
  }

  void txReset() {
    rqTxReset.increment();
  }

  void tooLarge() {
    rqTooLarge.increment();
  }

  void idleTimeout() {
    rqIdleTimeout.increment();
  }

  void requestTimeout() {
    rqTimeout.increment();
  }

  void headerTimeout() {
    rqHeaderTimeout.increment();
  }

  void maxDurationReached() {
    rqMaxDurationReached.increment();
  }

  void responseBeforeRequest() {
    rqResponseBeforeRqComplete.increment();
  }

  void protocolError() {
    cxProtocolError.increment();
  }

  void connectionIdle() {
    cxIdleTimeout.increment();
  }

  void connectionTooOld() {
    cxMaxDurationReached.increment();
  }

  void connectionServedEnough() {
    cxMaxRequestsReached.increment();
  }

  void tooManyPrematureResets() {
    rqTooManyPrematureResets.increment();
  }

  void drainClosed() {
    cxDrainClose.increment();
  }
}
