package mesh.ca.csr;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;
import mesh.ca.attest.Caller;
import org.jspecify.annotations.Nullable;

/** Takes what a caller shows from its call. Shared by all threads. */
public final class CallerContext implements ServerInterceptor {

  private static final Context.Key<Caller> CALLER = Context.key("caller");
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  /** The caller of the call that is served on this thread. */
  public static Caller current() {
    return CALLER.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    CallerConnection.Shown shown = call.getAttributes().get(CallerConnection.SHOWN);
    if (shown == null) {
      shown = CallerConnection.Shown.NOTHING;
    }
    var caller =
        new Caller(
            bearer(headers.get(AUTHORIZATION)),
            shown.certificates(),
            shown.fault(),
            String.valueOf(address));
    return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
  }

  private static @Nullable String bearer(@Nullable String authorization) {
    boolean isBearer =
        authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return authorization == null || !isBearer
        ? null
        : authorization.substring(BEARER.length()).strip();
  }
}
