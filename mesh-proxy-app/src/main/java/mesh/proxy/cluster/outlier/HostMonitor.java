package mesh.proxy.cluster.outlier;

import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.LocalOriginEvent;
import mesh.proxy.endpoint.OutlierMonitor;

/**
 * Counts the results of one host. Results come from all loops; what is about ejections is confined
 * to the control loop.
 */
final class HostMonitor implements OutlierMonitor {

  private static final int FIRST_5XX = 500;
  private static final int END_5XX = 600;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;

  private final OutlierDetector detector;
  private final Endpoint host;
  private final ResultCount external = new ResultCount();
  private final ResultCount local = new ResultCount();
  private final Bout serverErrors = new Bout();
  private final Bout gatewayFailures = new Bout();
  private final Bout localFailures = new Bout();

  // Of the control loop.
  private int ejections;
  private int backoff;
  private long ejectedAtNanos;
  private long unejectedAtNanos;
  private boolean wasUnejected;
  private long jitterMillis;

  HostMonitor(OutlierDetector detector, Endpoint host) {
    this.detector = detector;
    this.host = host;
  }

  @Override
  public void onResponse(int status) {
    if (status < FIRST_5XX || status >= END_5XX) {
      external.success();
      serverErrors.end();
      gatewayFailures.end();
      return;
    }
    external.failure();
    if (status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT) {
      if (gatewayFailures.grow() == detector.get(Setting.CONSECUTIVE_GATEWAY_FAILURE)) {
        detector.reached(this, EjectionType.CONSECUTIVE_GATEWAY_FAILURE);
      }
    } else {
      gatewayFailures.end();
    }
    if (serverErrors.grow() == detector.get(Setting.CONSECUTIVE_5XX)) {
      detector.reached(this, EjectionType.CONSECUTIVE_5XX);
    }
  }

  @Override
  public void onLocalOrigin(LocalOriginEvent event) {
    if (!detector.splitsOrigin()) {
      switch (event) {
        case CONNECT_SUCCESS -> {} // the answer will tell
        case CONNECT_FAILED, REQUEST_FAILED -> onResponse(UNAVAILABLE);
        case CONNECT_TIMEOUT, REQUEST_TIMEOUT -> onResponse(GATEWAY_TIMEOUT);
      }
    } else if (event.isSuccess()) {
      local.success();
      localFailures.end();
    } else {
      local.failure();
      if (localFailures.grow() == detector.get(Setting.CONSECUTIVE_LOCAL_ORIGIN_FAILURE)) {
        detector.reached(this, EjectionType.CONSECUTIVE_LOCAL_ORIGIN_FAILURE);
      }
    }
  }

  Endpoint host() {
    return host;
  }

  ResultCount results(boolean localOrigin) {
    return localOrigin ? local : external;
  }

  /** Begins to count anew, so that the next bout is noticed too. */
  void forget(EjectionType type) {
    switch (type) {
      case CONSECUTIVE_5XX -> serverErrors.end();
      case CONSECUTIVE_GATEWAY_FAILURE -> gatewayFailures.end();
      case CONSECUTIVE_LOCAL_ORIGIN_FAILURE -> localFailures.end();
      case SUCCESS_RATE,
          SUCCESS_RATE_LOCAL_ORIGIN,
          FAILURE_PERCENTAGE,
          FAILURE_PERCENTAGE_LOCAL_ORIGIN -> {} // counted by interval
    }
  }

  void ejected(long nowNanos, long jitter) {
    ejections++;
    ejectedAtNanos = nowNanos;
    jitterMillis = jitter;
  }

  void unejected(long nowNanos) {
    serverErrors.end();
    gatewayFailures.end();
    localFailures.end();
    unejectedAtNanos = nowNanos;
    wasUnejected = true;
  }

  /** How often it was ejected. */
  int ejections() {
    return ejections;
  }

  /** How many times the base time an ejection lasts. */
  int backoff() {
    return backoff;
  }

  void backoff(int times) {
    backoff = times;
  }

  long ejectedAtNanos() {
    return ejectedAtNanos;
  }

  /** Says something once {@link #wasUnejected()}. */
  long unejectedAtNanos() {
    return unejectedAtNanos;
  }

  boolean wasUnejected() {
    return wasUnejected;
  }

  long jitterMillis() {
    return jitterMillis;
  }
}
