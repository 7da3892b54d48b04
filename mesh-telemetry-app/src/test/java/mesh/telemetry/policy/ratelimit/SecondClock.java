package mesh.telemetry.policy.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told; starts in the middle of a minute. */
final class SecondClock implements InstantSource {

  private Instant now = Instant.parse("2026-03-04T05:06:30Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration step) {
    now = now.plus(step);
  }
}
