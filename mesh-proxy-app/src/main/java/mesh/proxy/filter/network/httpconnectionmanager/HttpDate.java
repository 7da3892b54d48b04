package mesh.proxy.filter.network.httpconnectionmanager;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time as the date field wants it (RFC 9110 section 5.6.7), made once a second. Shared by all
 * loops.
 */
final class HttpDate {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private record Second(long second, String text) {}

  private static volatile Second latest = new Second(-1, "");

  private HttpDate() {}

  static String now() {
    long second = System.currentTimeMillis() / 1000;
    Second last = latest;
    if (last.second != second) {
      last = new Second(second, FORMAT.format(Instant.ofEpochSecond(second)));
      latest = last;
    }
    return last.text;
  }
}
