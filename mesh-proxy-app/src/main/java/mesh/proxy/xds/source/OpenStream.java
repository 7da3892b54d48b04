package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Map;
import mesh.proxy.xds.ServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * One call to a management server. Confined to the configuration thread, on which the channel calls
 * back.
 */
final class OpenStream<Q extends Message, A extends Message> extends ClientCall.Listener<A> {

  private final ManagedChannel channel;
  private final Dialect<Q, A> dialect;
  private final ClientCall<Q, A> call;
  private final AdsStream owner;
  private boolean saidSomething;
  private boolean closed;

  private OpenStream(
      ManagedChannel channel, Dialect<Q, A> dialect, ClientCall<Q, A> call, AdsStream owner) {
    this.channel = channel;
    this.dialect = dialect;
    this.call = call;
    this.owner = owner;
  }

  /**
   * Begins a call.
   *
   * @param channel shut down with the call
   * @param onlyType null for the aggregated stream
   */
  static <Q extends Message, A extends Message> OpenStream<Q, A> open(
      ManagedChannel channel,
      Dialect<Q, A> dialect,
      @Nullable String onlyType,
      ServerConfig.Target target,
      AdsStream owner) {
    ClientCall<Q, A> call = channel.newCall(dialect.method(onlyType), CallOptions.DEFAULT);
    var stream = new OpenStream<>(channel, dialect, call, owner);
    call.start(stream, headers(target.metadata()));
    call.request(1);
    return stream;
  }

  boolean hasSaidSomething() {
    return saidSomething;
  }

  /**
   * Says what is new of a type.
   *
   * @param node null if this message need not say who we are
   * @return false if the server does not read now: said later
   */
  boolean send(TypeState<?> state, @Nullable Node node) {
    if (closed || saidSomething && !call.isReady()) {
      return false; // what is said first waits for the connection
    }
    Q request = dialect.request(state, node);
    if (request != null) {
      saidSomething = true;
      call.sendMessage(request);
    }
    return true;
  }

  void close() {
    closed = true;
    call.cancel("Nothing is wanted any more", null);
    channel.shutdownNow();
  }

  @Override
  public void onMessage(A answer) {
    if (!closed) {
      owner.received(dialect.response(answer));
      call.request(1);
    }
  }

  @Override
  public void onReady() {
    if (!closed) {
      owner.flush();
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    channel.shutdownNow();
    if (!closed) {
      closed = true;
      owner.ended(status);
    }
  }

  private static Metadata headers(Map<String, String> metadata) {
    var headers = new Metadata();
    metadata.forEach(
        (key, value) -> headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value));
    return headers;
  }
}
