package mesh.proxy.filter.http;

import mesh.proxy.http.Headers;
import mesh.proxy.stream.ResponseFlag;
import org.jspecify.annotations.Nullable;

/**
 * A response made here instead of upstream. To a gRPC request the engine sends the same as a
 * trailers-only answer with the matching {@code grpc-status}. Immutable (do not touch {@code
 * headers} after it was given).
 *
 * @param status 200 to 599
 * @param body may be empty; sent as {@code text/plain} unless {@code headers} has a content type
 * @param details {@code RESPONSE_CODE_DETAILS}, snake_case
 * @param flag response flag to set, or null
 * @param headers added to the response, or null
 * @param grpcStatus overrides the mapping from {@code status}, or -1
 */
public record LocalReply(
    int status,
    String body,
    String details,
    @Nullable ResponseFlag flag,
    @Nullable Headers headers,
    int grpcStatus)
    implements Verdict {

  public LocalReply(int status, String body, String details, @Nullable ResponseFlag flag) {
    this(status, body, details, flag, null, -1);
  }

  public LocalReply(int status, String details) {
    this(status, "", details, null);
  }
}
