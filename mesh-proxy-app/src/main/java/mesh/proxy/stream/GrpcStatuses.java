package mesh.proxy.stream;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC status of an answer.
 *
 * <p>Source: https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
 */
public final class GrpcStatuses {

  private static final int UNKNOWN = 2;
  private static final int HIGHEST = 16;

  private GrpcStatuses() {}

  /** 0 to 16. */
  public static int of(StreamInfo info) {
    int status = read(info.responseTrailers);
    if (status < 0) {
      status = read(info.responseHead);
    }
    return status < 0 ? ofHttp(info.responseCode) : status;
  }

  private static int read(@Nullable Headers fields) {
    String text = fields == null ? null : fields.get(HeaderNames.GRPC_STATUS);
    if (text == null) {
      return -1;
    }
    int number = 0;
    for (int at = 0; at < text.length(); at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9 || number > HIGHEST) {
        return UNKNOWN;
      }
      number = number * 10 + digit;
    }
    return text.isEmpty() || number > HIGHEST ? UNKNOWN : number;
  }

  private static int ofHttp(int code) {
    return switch (code) {
      case 400 -> 13;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 12;
      case 429, 502, 503, 504 -> 14;
      default -> UNKNOWN;
    };
  }
}
