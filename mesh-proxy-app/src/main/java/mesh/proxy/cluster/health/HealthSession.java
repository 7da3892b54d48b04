package mesh.proxy.cluster.health;

import java.time.Duration;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.worker.ControlLoop;
import org.jspecify.annotations.Nullable;

/** The checks of one host, one after the other. Confined to the control loop. */
final class HealthSession {

  private final HealthChecks checks;
  private final Endpoint host;
  private final Probe probe;
  private ControlLoop.@Nullable Timer next;
  private ControlLoop.@Nullable Timer timeout;
  private int attempt; // answers to older ones come too late
  private int successes; // in a row, while the host is unhealthy
  private int failures; // in a row, while the host is healthy
  private boolean checkedBefore;
  private boolean closed;

  HealthSession(HealthChecks checks, Endpoint host, Probe probe) {
    this.checks = checks;
    this.host = host;
    this.probe = probe;
  }

  boolean hasBeenChecked() {
    return checkedBefore;
  }

  void begin() {
    Duration delay = checks.timing().first(checks.randomBelow());
    if (delay.isZero()) {
      check();
    } else {
      next = checks.loop().after(delay, this::check);
    }
  }

  void close() {
    closed = true;
    cancel(next);
    cancel(timeout);
    probe.close();
  }

  /** A request's answer says that the host wants no more of them. */
  void failPassively() {
    checks.stats().failure().increment();
    checks.stats().passiveFailure().increment();
    boolean changed = host.raise(HealthFlag.EXCLUDED_VIA_IMMEDIATE_HC_FAIL);
    successes = 0;
    if (host.raise(HealthFlag.FAILED_ACTIVE_HC)) {
      changed = true;
      checks.stats().healthy().decrement();
      checks.events().ejectedPassively(host);
    }
    if (changed) {
      checks.listener().healthChanged(host);
    }
  }

  private void check() {
    checks.stats().attempt().increment();
    int asked = ++attempt;
    timeout = checks.loop().after(checks.timing().timeout(), () -> timedOut(asked));
    probe.check(result -> checks.loop().execute(() -> answered(asked, result)));
  }

  private void timedOut(int asked) {
    if (asked == attempt && !closed) {
      attempt++;
      probe.abandon();
      conclude(CheckResult.NETWORK_TIMEOUT);
    }
  }

  private void answered(int asked, CheckResult result) {
    if (asked == attempt && !closed) {
      attempt++;
      cancel(timeout);
      conclude(result);
    }
  }

  private void conclude(CheckResult result) {
    boolean wasUnchecked = host.clear(HealthFlag.PENDING_ACTIVE_HC);
    Transition transition = result.isSuccess() ? passed(result) : failed(result);
    checkedBefore = true;
    if (transition == Transition.CHANGED || wasUnchecked) {
      checks.listener().healthChanged(host);
    }
    if (result.isSuccess() && !host.has(HealthFlag.FAILED_ACTIVE_HC)) {
      checks.listener().checkPassed(host);
    }
    checks.sessionAnswered();
    if (!closed) {
      Duration delay =
          checks
              .timing()
              .next(
                  result.isSuccess(),
                  transition == Transition.PENDING,
                  checks.hasTraffic(),
                  checks.randomBelow());
      next = checks.loop().after(delay, this::check);
    }
  }

  private Transition passed(CheckResult result) {
    checks.stats().success().increment();
    failures = 0;
    Transition transition = Transition.NONE;
    if (host.has(HealthFlag.FAILED_ACTIVE_HC)) {
      // At the start one success is enough: nothing is known that speaks against the host.
      if (!checkedBefore || ++successes >= checks.config().healthyThreshold()) {
        recover();
        transition = Transition.CHANGED;
      } else {
        transition = Transition.PENDING;
      }
    } else if (checks.config().logSuccesses()) {
      checks.events().passed(host);
    }
    if (changeDegraded(result == CheckResult.DEGRADED) && transition == Transition.NONE) {
      transition = Transition.CHANGED;
    }
    return transition;
  }

  private void recover() {
    successes = 0;
    host.clear(HealthFlag.ACTIVE_HC_TIMEOUT);
    host.clear(HealthFlag.EXCLUDED_VIA_IMMEDIATE_HC_FAIL);
    host.clear(HealthFlag.FAILED_ACTIVE_HC);
    host.healthySinceNanos(checks.loop().nanoTime());
    checks.stats().healthy().increment();
    checks.events().added(host, !checkedBefore);
  }

  private boolean changeDegraded(boolean degraded) {
    if (degraded && host.raise(HealthFlag.DEGRADED_ACTIVE_HC)) {
      checks.stats().degraded().increment();
      checks.events().degraded(host);
      return true;
    }
    if (!degraded && host.clear(HealthFlag.DEGRADED_ACTIVE_HC)) {
      checks.stats().degraded().decrement();
      checks.events().noLongerDegraded(host);
      return true;
    }
    return false;
  }

  private Transition failed(CheckResult result) {
    checks.stats().failure().increment();
    if (result.isNetwork()) {
      checks.stats().networkFailure().increment();
    }
    successes = 0;
    if (result == CheckResult.NETWORK_TIMEOUT) {
      host.raise(HealthFlag.ACTIVE_HC_TIMEOUT);
    } else {
      host.clear(HealthFlag.ACTIVE_HC_TIMEOUT);
    }
    boolean excluded =
        result.isExcluding() && host.raise(HealthFlag.EXCLUDED_VIA_IMMEDIATE_HC_FAIL);
    Transition transition = excluded ? Transition.CHANGED : Transition.NONE;
    if (!host.has(HealthFlag.FAILED_ACTIVE_HC)) {
      if (!result.countsTowardsThreshold() || ++failures >= checks.config().unhealthyThreshold()) {
        failures = 0;
        host.raise(HealthFlag.FAILED_ACTIVE_HC);
        checks.stats().healthy().decrement();
        checks.events().ejected(host, result);
        transition = Transition.CHANGED;
      } else {
        transition = Transition.PENDING;
      }
    }
    if (!checkedBefore || checks.config().logFailures()) {
      checks.events().failed(host, result, !checkedBefore);
    }
    return transition;
  }

  private static void cancel(ControlLoop.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** What a check did to its host. */
  private enum Transition {
    NONE,
    /** More of the same, and it will change. */
    PENDING,
    CHANGED
  }
}
