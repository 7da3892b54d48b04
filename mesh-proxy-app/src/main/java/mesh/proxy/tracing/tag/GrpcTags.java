package mesh.proxy.tracing.tag;

import java.util.function.BiConsumer;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Tags of spans of gRPC calls. */
final class GrpcTags {

  private static final String GRPC = "application/grpc";

  private GrpcTags() {}

  static void request(Headers head, BiConsumer<String, String> to) {
    String type = head.get(HeaderNames.CONTENT_TYPE);
    if (type == null || !isGrpc(type)) {
      return;
    }
    to.accept("grpc.path", head.path());
    to.accept("grpc.authority", head.authority());
    to.accept("grpc.content_type", type);
    String timeout = head.get(HeaderNames.GRPC_TIMEOUT);
    if (timeout != null) {
      to.accept("grpc.timeout", timeout);
    }
  }

  static void response(StreamInfo info, BiConsumer<String, String> to) {
    Headers fields = with(info.responseTrailers) ? info.responseTrailers : info.responseHead;
    String status = fields == null ? null : fields.get(HeaderNames.GRPC_STATUS);
    if (fields == null || status == null) {
      return;
    }
    to.accept("grpc.status_code", status);
    String message = fields.get(HeaderNames.GRPC_MESSAGE);
    if (message != null) {
      to.accept("grpc.message", message);
    }
    switch (status) { // UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS
      case "2", "4", "12", "13", "14", "15" -> to.accept("error", "true");
      default -> {}
    }
  }

  private static boolean with(@Nullable Headers fields) {
    return fields != null && fields.contains(HeaderNames.GRPC_STATUS);
  }

  private static boolean isGrpc(String type) {
    return type.startsWith(GRPC)
        && (type.length() == GRPC.length()
            || type.charAt(GRPC.length()) == '+'
            || type.charAt(GRPC.length()) == ';');
  }
}
