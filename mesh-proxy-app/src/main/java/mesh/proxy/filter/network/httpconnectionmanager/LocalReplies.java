package mesh.proxy.filter.network.httpconnectionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StatusCode;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link LocalReply} into a response in the client's language: HTTP or gRPC. Immutable.
 *
 * @param rewrite what the configuration makes of it first
 */
record LocalReplies(ReplyRewrite rewrite) {

  private static final String GRPC = "application/grpc";

  /**
   * Sends the reply through the response filters.
   *
   * @param route what a route that forwards does to heads is done to these as well; others do it
   *     themselves
   */
  void send(LocalReply made, Headers request, @Nullable Route route, StreamContext to) {
    Headers head = Headers.response(made.status());
    if (route != null && route.action() instanceof Forward) {
      route.finalizeResponseHead(head, to.info());
    }
    addAll(made, head);
    LocalReply reply = rewrite.apply(made, head, to.info());
    if (isGrpc(request)) {
      makeGrpc(reply, head);
      to.respondHead(head, true);
      return;
    }
    byte[] body = reply.body().getBytes(UTF_8);
    if (body.length > 0) {
      head.set(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
      if (!head.contains(HeaderNames.CONTENT_TYPE)) {
        head.add(HeaderNames.CONTENT_TYPE, "text/plain");
      }
    } else {
      head.remove(HeaderNames.CONTENT_TYPE);
    }
    if (body.length == 0 || request.method().equals("HEAD")) {
      to.respondHead(head, true);
    } else {
      to.respondHead(head, false);
      ByteBuf data = Unpooled.wrappedBuffer(body);
      to.respondData(data, true);
    }
  }

  /** For the log. */
  static void note(LocalReply reply, StreamInfo info) {
    if (reply.flag() != null) {
      info.flag(reply.flag());
    }
    info.responseCodeDetails = reply.details();
  }

  /** {@code application/grpc} or one of its kinds, {@code application/grpc+proto}. */
  static boolean isGrpc(Headers request) {
    String type = request.get(HeaderNames.CONTENT_TYPE);
    return type != null
        && type.startsWith(GRPC)
        && (type.length() == GRPC.length()
            || type.charAt(GRPC.length()) == '+'
            || type.charAt(GRPC.length()) == ';');
  }

  /** A trailers-only response: status 200, the error in {@code grpc-status}. */
  private static void makeGrpc(LocalReply reply, Headers head) {
    head.set(HeaderNames.STATUS, StatusCode.text(200));
    head.set(HeaderNames.CONTENT_TYPE, GRPC);
    head.remove(HeaderNames.CONTENT_LENGTH);
    if (!head.contains(HeaderNames.GRPC_STATUS)) {
      int status = reply.grpcStatus() >= 0 ? reply.grpcStatus() : grpcStatus(reply.status());
      head.add(HeaderNames.GRPC_STATUS, Integer.toString(status));
    }
    if (!reply.body().isEmpty()) {
      head.set(HeaderNames.GRPC_MESSAGE, percentEncoded(reply.body()));
    }
  }

  private static void addAll(LocalReply reply, Headers head) {
    Headers more = reply.headers();
    if (more != null) {
      more.forEach(
          (name, value) -> {
            if (name.equals(HeaderNames.CONTENT_TYPE)) {
              head.set(name, value);
            } else {
              head.add(name, value);
            }
          });
    }
  }

  /** Source: grpc/doc/http-grpc-status-mapping.md, with Envoy's answers for 200 and the rest. */
  static int grpcStatus(int http) {
    return switch (http) {
      case 400 -> 13; // INTERNAL
      case 401 -> 16; // UNAUTHENTICATED
      case 403 -> 7; // PERMISSION_DENIED
      case 404 -> 12; // UNIMPLEMENTED
      case 429, 502, 503, 504 -> 14; // UNAVAILABLE
      default -> 2; // UNKNOWN
    };
  }

  /** Source: gRPC over HTTP/2, "Percent-Encoded". */
  private static String percentEncoded(String message) {
    var encoded = new StringBuilder(message.length());
    for (byte next : message.getBytes(UTF_8)) {
      if (next >= ' ' && next <= '~' && next != '%') {
        encoded.append((char) next);
      } else {
        encoded.append('%');
        encoded.append(Character.toUpperCase(Character.forDigit((next >> 4) & 15, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(next & 15, 16)));
      }
    }
    return encoded.toString();
  }
}
