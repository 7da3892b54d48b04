package mesh.proxy.stream;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Identities of requests: random UUIDs whose version digit, as in Envoy, says why the request is
 * traced.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/headers#x-request-id
 */
public final class RequestId {

  private static final int LENGTH = 36;
  private static final int MARK = 14; // the digit that gives a UUID's version
  private static final int RANDOM_DIGITS =
      8; // that every proxy on the way reads as the same random number
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private RequestId() {}

  /** A new one, marked as not traced. */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = random.nextLong();
    long low = random.nextLong();
    var text = new byte[LENGTH];
    hex(high >>> 32, text, 0, 8);
    hex(high >>> 16, text, 9, 4);
    hex(high & 0x0fff | 0x4000, text, 14, 4);
    hex(low >>> 48 & 0x3fff | 0x8000, text, 19, 4);
    hex(low, text, 24, 12);
    text[8] = '-';
    text[13] = '-';
    text[18] = '-';
    text[23] = '-';
    return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Why the request is traced; not traceable if {@code id} is missing or not ours. */
  public static TraceReason reason(@Nullable String id) {
    if (id == null || id.length() != LENGTH) {
      return TraceReason.NOT_TRACEABLE;
    }
    return switch (id.charAt(MARK)) {
      case '9' -> TraceReason.SAMPLED;
      case 'a' -> TraceReason.SERVICE_FORCED;
      case 'b' -> TraceReason.CLIENT_FORCED;
      default -> TraceReason.NOT_TRACEABLE;
    };
  }

  /** The same identity with another mark; the same instance if it has that mark, or is not ours. */
  public static String with(String id, TraceReason reason) {
    if (id.length() != LENGTH || id.charAt(MARK) == reason.mark()) {
      return id;
    }
    return id.substring(0, MARK) + reason.mark() + id.substring(MARK + 1);
  }

  /**
   * A random number that is the same wherever the request comes by.
   *
   * @return -1 if {@code id} is missing or does not begin with a hexadecimal number
   */
  public static long random(@Nullable String id) {
    if (id == null || id.length() < RANDOM_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int at = 0; at < RANDOM_DIGITS; at++) {
      int digit = Character.digit(id.charAt(at), 16);
      if (digit < 0) {
        return -1;
      }
      number = number << 4 | digit;
    }
    return number;
  }

  private static void hex(long number, byte[] text, int from, int digits) {
    for (int at = from + digits - 1; at >= from; at--) {
      text[at] = (byte) HEX[(int) number & 0xf];
      number >>>= 4;
    }
  }
}
