package mesh.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for an address to answer. */
final class Readiness {

  private static final long PAUSE_MILLIS = 50;
  private static final int TIMEOUT_MILLIS = 2_000;

  private Readiness() {}

  /**
   * Asks until there is an answer, whatever its status.
   *
   * @param isWorthWaiting false ends the wait
   * @return whether there was an answer
   */
  static boolean await(URI uri, BooleanSupplier isWorthWaiting, long patienceSeconds)
      throws InterruptedException {
    long start = System.nanoTime();
    while (isWorthWaiting.getAsBoolean()
        && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(patienceSeconds)) {
      if (answers(uri)) {
        return true;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  private static boolean answers(URI uri) {
    try {
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.getResponseCode();
      connection.disconnect();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
