package mesh.proxy.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;
import mesh.proxy.connection.ConnectionInfo;

/**
 * Stands in for TLS while its certificates have not come: every handshake fails. One per
 * connection.
 */
final class NotReadyHandler extends ChannelInboundHandlerAdapter {

  private static final String REASON = "TLS error: Secret is not supplied by SDS";

  private boolean failed;

  static void install(Channel channel, ConnectionInfo info, TlsStats stats) {
    stats.notReady();
    info.transportFailure(REASON);
    channel.pipeline().addFirst(new NotReadyHandler());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      ctx.executor().execute(() -> fail(ctx)); // handlers behind are still being added
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.fireChannelActive();
    fail(ctx);
  }

  private void fail(ChannelHandlerContext ctx) {
    if (!failed) {
      failed = true;
      ctx.fireUserEventTriggered(new SslHandshakeCompletionEvent(new SSLException(REASON)));
      ctx.close();
    }
  }
}
