package mesh.proxy.cluster.grpc;

import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AsciiString;
import java.net.SocketAddress;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tls.UpstreamTls;
import org.jspecify.annotations.Nullable;

/** Puts a cluster's TLS under a gRPC connection. Confined to one event loop. */
final class ClusterTlsNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {

  private static final AsciiString HTTPS = AsciiString.of("https");

  private final UpstreamTls tls;
  private final Endpoint host;

  ClusterTlsNegotiator(UpstreamTls tls, Endpoint host) {
    this.tls = tls.offering(List.of("h2"));
    this.host = host;
  }

  @Override
  public AsciiString scheme() {
    return HTTPS;
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
    return new Handshake(grpc);
  }

  @Override
  public void close() {
    // The cluster keeps its TLS.
  }

  /** Lets gRPC begin when the handshake is done. */
  private final class Handshake extends ChannelInboundHandlerAdapter {

    private final GrpcHttp2ConnectionHandler grpc;
    private @Nullable Object beginning; // what gRPC begins with

    Handshake(GrpcHttp2ConnectionHandler grpc) {
      this.grpc = grpc;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      SocketAddress peer = host.address();
      tls.install(context.channel(), new ConnectionInfo(peer, peer), TlsTarget.of(host.hostname()));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent done) {
        if (done.isSuccess()) {
          begin(context);
        } else {
          context.fireExceptionCaught(done.cause());
        }
      } else if (beginning == null) {
        beginning = event;
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    private void begin(ChannelHandlerContext context) {
      context
          .pipeline()
          .addAfter(context.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
      if (beginning != null) {
        context.fireUserEventTriggered(beginning);
      }
      context.pipeline().remove(this);
    }
  }
}
