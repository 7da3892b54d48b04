package mesh.proxy.cluster.health.http;

import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.type.v3.CodecClientType;
import io.envoyproxy.envoy.type.v3.Int64Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.health.PayloadConfig;
import mesh.proxy.cluster.health.Payloads;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.match.StringMatch;
import mesh.proxy.match.StringMatchConfig;
import mesh.proxy.mutation.HeaderMutations;
import mesh.proxy.mutation.MutationConfig;
import org.jspecify.annotations.Nullable;

/**
 * What is asked over HTTP, and which answers pass. Immutable.
 *
 * @param host the authority; may be empty
 * @param body of the request; may be empty
 * @param receive what the answer's body must hold
 * @param bufferBytes so much of the body is looked at; 0 for all of it
 * @param http2 true for HTTP/2 without upgrade
 * @param service what the answer must call its service; null if that does not matter
 */
record HttpCheckConfig(
    String method,
    String host,
    String path,
    byte[] body,
    Payloads receive,
    int bufferBytes,
    HeaderMutations headers,
    StatusRanges expected,
    StatusRanges retriable,
    boolean http2,
    @Nullable StringMatch service) {

  private static final int BUFFER = 1024;
  private static final int OK = 200;
  private static final int LEAST_STATUS = 100;
  private static final int STATUS_END = 600;
  private static final Set<RequestMethod> WITH_BODY =
      Set.of(RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.OPTIONS);

  static HttpCheckConfig parse(HttpHealthCheck proto) {
    if (proto.getPath().isEmpty()) {
      throw new InvalidConfigException("path", "", "not empty");
    }
    var expected = ranges("expected_statuses", proto.getExpectedStatusesList());
    return new HttpCheckConfig(
        method(proto),
        proto.getHost(),
        proto.getPath(),
        body(proto),
        PayloadConfig.parse("receive", proto.getReceiveList()),
        bufferBytes(proto),
        MutationConfig.parse(
            "request_headers",
            proto.getRequestHeadersToAddList(),
            proto.getRequestHeadersToRemoveList()),
        expected.ranges().isEmpty()
            ? new StatusRanges(List.of(new StatusRanges.Range(OK, OK + 1)))
            : expected,
        ranges("retriable_statuses", proto.getRetriableStatusesList()),
        isHttp2(proto.getCodecClientType()),
        proto.hasServiceNameMatcher()
            ? ProtoValue.under(
                "service_name_matcher",
                () -> StringMatchConfig.parse(proto.getServiceNameMatcher()))
            : null);
  }

  private static String method(HttpHealthCheck proto) {
    return switch (proto.getMethod()) {
      case METHOD_UNSPECIFIED -> "GET";
      case CONNECT, UNRECOGNIZED ->
          throw new InvalidConfigException("method", proto.getMethod(), "a method, not CONNECT");
      default -> proto.getMethod().name();
    };
  }

  private static byte[] body(HttpHealthCheck proto) {
    if (!proto.hasSend()) {
      return new byte[0];
    }
    if (!WITH_BODY.contains(proto.getMethod())) {
      throw new InvalidConfigException(
          "method", method(proto), "POST, PUT, PATCH or OPTIONS, for send is set");
    }
    return ProtoValue.under("send", () -> PayloadConfig.parse(proto.getSend()));
  }

  private static int bufferBytes(HttpHealthCheck proto) {
    if (!proto.hasResponseBufferSize()) {
      return BUFFER;
    }
    long bytes = proto.getResponseBufferSize().getValue();
    if (bytes < 0 || bytes > Integer.MAX_VALUE) {
      throw new InvalidConfigException(
          "response_buffer_size", Long.toUnsignedString(bytes), "0.." + Integer.MAX_VALUE);
    }
    return (int) bytes;
  }

  private static StatusRanges ranges(String field, List<Int64Range> protos) {
    if (protos.isEmpty()) {
      return StatusRanges.NONE;
    }
    List<StatusRanges.Range> ranges = new ArrayList<>();
    for (int at = 0; at < protos.size(); at++) {
      long start = protos.get(at).getStart();
      long end = protos.get(at).getEnd();
      if (start < LEAST_STATUS || end > STATUS_END || start >= end) {
        throw new InvalidConfigException(
            field + "[" + at + "]",
            "[" + start + ", " + end + ")",
            "start below end, within [" + LEAST_STATUS + ", " + STATUS_END + ")");
      }
      ranges.add(new StatusRanges.Range((int) start, (int) end));
    }
    return new StatusRanges(ranges);
  }

  private static boolean isHttp2(CodecClientType type) {
    return switch (type) {
      case HTTP1 -> false;
      case HTTP2 -> true;
      case HTTP3, UNRECOGNIZED ->
          throw new InvalidConfigException("codec_client_type", type, "HTTP1 or HTTP2");
    };
  }
}
