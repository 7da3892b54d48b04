package mesh.proxy.filter.http.router;

import org.jspecify.annotations.Nullable;

/** Reads {@code grpc-timeout} (gRPC over HTTP/2: at most 8 digits and a unit). */
final class GrpcTimeout {

  private GrpcTimeout() {}

  /** Milliseconds, rounded up; -1 if there is none or it is malformed. */
  static long millis(@Nullable String text) {
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
