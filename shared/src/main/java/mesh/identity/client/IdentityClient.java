package mesh.identity.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process in possession of a valid certificate, on a thread of its own. Methods may be
 * called on any thread.
 */
public final class IdentityClient implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IdentityClient.class);

  // A machine that sleeps does not count its sleep, so the clock on the wall is looked at.
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration SHORTEST_SLEEP = Duration.ofMillis(100);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("identity").factory());
  private final List<IdentityListener> listeners = new CopyOnWriteArrayList<>();
  private final Renewal renewal;
  private volatile IdentityStatus status;

  private IdentityClient(Renewal renewal) {
    this.renewal = renewal;
    this.status = renewal.status();
  }

  /** A client that does nothing before {@link #start}. */
  public static IdentityClient of(IdentitySettings settings) {
    return new IdentityClient(
        new Renewal(
            settings,
            new CaCall(settings),
            InstantSource.system(),
            bound -> ThreadLocalRandom.current().nextInt(bound)));
  }

  /** Takes what is on the disk, and begins to ask. Returns at once. */
  public void start() {
    thread.execute(
        () -> {
          renewal.load();
          tell(null);
          turn();
        });
  }

  /** Tells the certificate in use, if there is one, and each new one. */
  public void listen(IdentityListener listener) {
    thread.execute(
        () -> {
          listeners.add(listener);
          Identity known = status.identity();
          if (known != null) {
            tell(listener, known);
          }
        });
  }

  /** How it stands now. */
  public IdentityStatus status() {
    return status;
  }

  private void turn() {
    Duration wait = LONGEST_SLEEP;
    Identity before = status.identity();
    try {
      wait = renewal.attempt();
      tell(before);
    } catch (RuntimeException e) { // or there would be no next turn
      log.atError().setCause(e).log("Certificate is not renewed, for this code is wrong");
    }
    long millis = Math.clamp(wait.toMillis(), SHORTEST_SLEEP.toMillis(), LONGEST_SLEEP.toMillis());
    if (!thread.isShutdown()) {
      thread.schedule(this::turn, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void tell(@Nullable Identity before) {
    status = renewal.status();
    Identity now = status.identity();
    if (now != null && now != before) {
      listeners.forEach(listener -> tell(listener, now));
    }
  }

  private static void tell(IdentityListener listener, Identity identity) {
    try {
      listener.renewed(identity);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Somebody cannot use the new certificate");
    }
  }

  /** Asks no more; nobody is told of anything any more. Idempotent. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
