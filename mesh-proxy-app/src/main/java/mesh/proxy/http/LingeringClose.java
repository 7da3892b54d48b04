package mesh.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Worker;

/**
 * Ends our side of a connection and closes it when the peer has ended its own, or after a second.
 *
 * <p>Source: Envoy's {@code delayed_close_timeout}; RFC 9112 section 9.6.
 */
public final class LingeringClose extends Timers.Timeout {

  private static final long MILLIS = 1000;

  private final Channel channel;

  private LingeringClose(Channel channel) {
    this.channel = channel;
  }

  /** Begins it. */
  public static void of(Channel channel, Worker worker) {
    if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
      var timeout = new LingeringClose(channel);
      worker.timers().set(timeout, MILLIS);
      channel.closeFuture().addListener(closed -> worker.timers().cancel(timeout));
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      ChannelFuture written =
          tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
      written.addListener(sent -> duplex.shutdownOutput());
    } else {
      channel.close();
    }
  }

  @Override
  protected void expired() {
    channel.close();
  }
}
