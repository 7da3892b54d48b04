package mesh.proxy.filter.http.ratelimit;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.List;
import mesh.proxy.http.Headers;

/**
 * How far one limit is: {@code RateLimitResponse.DescriptorStatus}. Immutable.
 *
 * @param limit requests in a window
 * @param windowSeconds 0 if the service does not say
 * @param name of the limit; may be empty
 * @param remaining requests until it is reached
 * @param resetSeconds until the window ends
 * @param limited false if there is no limit
 */
record LimitStatus(
    long limit,
    long windowSeconds,
    String name,
    long remaining,
    long resetSeconds,
    boolean limited) {

  private static final int CURRENT_LIMIT = 2;
  private static final int LIMIT_REMAINING = 3;
  private static final int DURATION_UNTIL_RESET = 4;
  private static final int REQUESTS_PER_UNIT = 1; // of RateLimit
  private static final int UNIT = 2;
  private static final int NAME = 3;
  private static final int SECONDS = 1; // of Duration

  /** Reads until the limit that is set. */
  static LimitStatus read(CodedInputStream in) throws IOException {
    long limit = 0;
    long window = 0;
    String name = "";
    long remaining = 0;
    long reset = 0;
    boolean limited = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case CURRENT_LIMIT -> {
          limited = true;
          int outer = in.pushLimit(in.readRawVarint32());
          for (int part = in.readTag(); part != 0; part = in.readTag()) {
            switch (part >>> 3) {
              case REQUESTS_PER_UNIT -> limit = Integer.toUnsignedLong(in.readUInt32());
              case UNIT -> window = seconds(in.readEnum());
              case NAME -> name = in.readString();
              default -> in.skipField(part);
            }
          }
          in.popLimit(outer);
        }
        case LIMIT_REMAINING -> remaining = Integer.toUnsignedLong(in.readUInt32());
        case DURATION_UNTIL_RESET -> {
          int outer = in.pushLimit(in.readRawVarint32());
          for (int part = in.readTag(); part != 0; part = in.readTag()) {
            if (part >>> 3 == SECONDS) {
              reset = in.readInt64();
            } else {
              in.skipField(part);
            }
          }
          in.popLimit(outer);
        }
        default -> in.skipField(tag);
      }
    }
    return new LimitStatus(limit, window, name, remaining, reset, limited);
  }

  private static long seconds(int unit) {
    return switch (unit) {
      case 1 -> 1;
      case 2 -> 60;
      case 3 -> 3600;
      case 4 -> 86_400;
      case 5 -> 30 * 86_400L;
      case 6 -> 365 * 86_400L;
      case 7 -> 7 * 86_400L;
      default -> 0;
    };
  }

  /**
   * Tells a client of the limit that is nearest, and of all.
   *
   * <p>Source: https://tools.ietf.org/id/draft-polli-ratelimit-headers-03.html
   */
  static void tell(List<LimitStatus> statuses, Headers to) {
    LimitStatus nearest = null;
    var policy = new StringBuilder();
    for (LimitStatus status : statuses) {
      if (!status.limited()) {
        continue;
      }
      if (nearest == null || status.remaining() < nearest.remaining()) {
        nearest = status;
      }
      if (status.windowSeconds() > 0) {
        policy.append(", ").append(status.limit()).append(";w=").append(status.windowSeconds());
        if (!status.name().isEmpty()) {
          policy.append(";name=\"").append(status.name()).append('"');
        }
      }
    }
    if (nearest != null) {
      to.add("x-ratelimit-limit", nearest.limit() + policy.toString());
      to.add("x-ratelimit-remaining", Long.toString(nearest.remaining()));
      to.add("x-ratelimit-reset", Long.toString(nearest.resetSeconds()));
    }
  }
}
