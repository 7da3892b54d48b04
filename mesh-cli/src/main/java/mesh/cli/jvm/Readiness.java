package mesh.cli.jvm;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for an address to answer. */
public final class Readiness {

  private static final long PAUSE_MILLIS = 50;
  private static final int TIMEOUT_MILLIS = 2_000;

  private Readiness() {}

  /**
   * Asks until there is an answer, whatever its status.
   *
   * @param isWorthWaiting false ends the wait
   * @return whether there was an answer
   */
  public static boolean await(URI uri, BooleanSupplier isWorthWaiting, long patienceSeconds)
      throws InterruptedException {
    return await(() -> status(uri) > 0, isWorthWaiting, patienceSeconds);
  }

  /** As {@link #await}, until the answer is 200. */
  public static boolean awaitOk(URI uri, BooleanSupplier isWorthWaiting, long patienceSeconds)
      throws InterruptedException {
    return await(() -> isOk(uri), isWorthWaiting, patienceSeconds);
  }

  /** Whether the answer is 200 now. */
  public static boolean isOk(URI uri) {
    return status(uri) == HttpURLConnection.HTTP_OK;
  }

  private static boolean await(
      BooleanSupplier answers, BooleanSupplier isWorthWaiting, long patienceSeconds)
      throws InterruptedException {
    long start = System.nanoTime();
    while (isWorthWaiting.getAsBoolean()
        && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(patienceSeconds)) {
      if (answers.getAsBoolean()) {
        return true;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  // 0 without an answer
  private static int status(URI uri) {
    try {
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status;
    } catch (IOException e) {
      return 0;
    }
  }
}
