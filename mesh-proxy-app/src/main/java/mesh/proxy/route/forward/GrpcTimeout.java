package mesh.proxy.route.forward;

import org.jspecify.annotations.Nullable;

/** Reads {@code grpc-timeout} (gRPC over HTTP/2: at most 8 digits and a unit). */
public final class GrpcTimeout {

  private static final long MOST = 99_999_999; // 8 digits

  private GrpcTimeout() {}

  /** Writes it, in the finest unit that has room for it. */
  public static String text(long millis) {
    if (millis <= MOST) {
      return millis + "m";
    }
    if (millis / 1000 <= MOST) {
      return millis / 1000 + "S";
    }
    return millis / 60_000 <= MOST ? millis / 60_000 + "M" : MOST + "H";
  }

  /** Milliseconds, rounded up; -1 if there is none or it is malformed. */
  public static long millis(@Nullable String text) {
    if (text == null || text.length() < 2 || text.length() > 9) {
      return -1;
    }
    long number = 0;
    for (int at = 0; at < text.length() - 1; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return switch (text.charAt(text.length() - 1)) {
      case 'H' -> number * 3_600_000;
      case 'M' -> number * 60_000;
      case 'S' -> number * 1000;
      case 'm' -> number;
      case 'u' -> (number + 999) / 1000;
      case 'n' -> (number + 999_999) / 1_000_000;
      default -> -1;
    };
  }
}
