package mesh.proxy.route.retry;

import java.util.List;
import mesh.proxy.http.Headers;

/**
 * The wait that an upstream asks for when it limits rates. Immutable.
 *
 * @param resetHeaders tried in order
 * @param maxMillis a longer wait than this is not believed
 */
public record RateLimitedBackOff(List<ResetHeader> resetHeaders, long maxMillis) {

  /** No field of the response says how long. */
  public static final long UNKNOWN = -1;

  private static final long MILLIS = 1000;
  private static final int MOST_DIGITS = 15; // seconds, so that milliseconds fit a long

  public RateLimitedBackOff {
    resetHeaders = List.copyOf(resetHeaders);
  }

  /**
   * A response field that says when to come back.
   *
   * @param name lower case; of several fields the first counts
   * @param unixTimestamp true if it holds a point in time, false if seconds from now
   */
  public record ResetHeader(String name, boolean unixTimestamp) {}

  /**
   * Milliseconds to wait, up to half as long again so that not all clients come back at once;
   * {@link #UNKNOWN} if the response does not say.
   *
   * @param epochMillis now
   * @param random non-negative
   */
  public long delayMillis(Headers response, long epochMillis, long random) {
    for (int at = 0; at < resetHeaders.size(); at++) {
      ResetHeader header = resetHeaders.get(at);
      String text = response.get(header.name());
      long seconds = text == null ? UNKNOWN : digits(text);
      if (seconds < 0) {
        continue;
      }
      long interval = header.unixTimestamp() ? seconds * MILLIS - epochMillis : seconds * MILLIS;
      if (interval > 0 && interval <= maxMillis) {
        return interval + random % (interval / 2 + 1);
      }
    }
    return UNKNOWN;
  }

  private static long digits(String text) {
    if (text.isEmpty() || text.length() > MOST_DIGITS) {
      return UNKNOWN;
    }
    long number = 0;
    for (int at = 0; at < text.length(); at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return UNKNOWN;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
