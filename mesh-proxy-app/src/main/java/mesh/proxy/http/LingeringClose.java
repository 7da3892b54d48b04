package mesh.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Worker;

/**
 * Ends our side of a connection and closes it when the peer has ended its own, or after a while.
 *
 * <p>Source: Envoy's {@code delayed_close_timeout}; RFC 9112 section 9.6.
 */
public final class LingeringClose extends Timers.Timeout {

  private final Channel channel;

  private LingeringClose(Channel channel) {
    this.channel = channel;
  }

  /**
   * Begins it.
   *
   * @param millis longest time that the peer gets; 0 closes as soon as all is written
   */
  public static void of(Channel channel, Worker worker, long millis) {
    if (millis == 0) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
      var timeout = new LingeringClose(channel);
      worker.timers().set(timeout, millis);
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
