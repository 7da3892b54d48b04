package mesh.proxy.filter.network.tcpproxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a session: passes what it reads to the other end and stops reading while that does not
 * take it. Confined to one event loop.
 */
final class Side extends ChannelInboundHandlerAdapter {

  private final Events events;
  private final Channel channel;
  private @Nullable Side other; // null until both stand
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean unflushed;
  private boolean wasReset;
  private long bytesRead;

  /** What a session hears of its ends. */
  interface Events {

    /** Bytes came while there was no other end. Takes ownership. */
    void onEarly(ByteBuf data);

    /** Bytes were passed on. */
    void onBytes(Side from, int bytes);

    /** The peer will send no more. */
    void onInputEnded(Side side);

    /** The channel is closed. */
    void onClosed(Side side);

    /** TLS is done, or failed. */
    default void onHandshake(SslHandshakeCompletionEvent event) {}

    /** The other end does not keep up, or does again. */
    void onReading(Side side, boolean reading);
  }

  Side(Events events, Channel channel) {
    this.events = events;
    this.channel = channel;
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  Channel channel() {
    return channel;
  }

  /** Bytes received from the peer. */
  long bytesRead() {
    return bytesRead;
  }

  boolean isInputEnded() {
    return inputEnded;
  }

  /** The peer did not end the connection, it broke it off. */
  boolean wasReset() {
    return wasReset;
  }

  boolean isOutputEnded() {
    return outputEnded;
  }

  /** From now on bytes go to {@code side}. */
  void join(Side side) {
    other = side;
  }

  /** Writes without flushing. Takes ownership. */
  void write(ByteBuf data) {
    channel.write(data, channel.voidPromise());
    unflushed = true;
  }

  void flush() {
    if (unflushed) {
      unflushed = false;
      channel.flush();
    }
  }

  /**
   * Tells the peer that no more will come, behind what was written. With TLS that is a FIN without
   * close_notify: the TLS library of a peer like ourselves ends both directions at a close_notify,
   * and what it still had to say would be lost.
   */
  void endOutput() {
    if (outputEnded) {
      return;
    }
    outputEnded = true;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (channel instanceof DuplexChannel duplex) {
                    duplex.shutdownOutput();
                  }
                });
  }

  /** Closes behind what was written. */
  void closeFlushed() {
    outputEnded = true;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Breaks the connection off: the peer gets a reset, and what it has not read is lost. */
  void reset() {
    outputEnded = true;
    if (channel instanceof SocketChannel) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }

  /** Stops or continues to read; nothing is left to read once the peer has ended. */
  void setReading(boolean reading) {
    if (!reading || !inputEnded) {
      channel.config().setAutoRead(reading);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf data)) {
      ReferenceCountUtil.release(message);
      return;
    }
    int bytes = data.readableBytes();
    bytesRead += bytes;
    Side to = other;
    if (to == null) {
      events.onEarly(data);
      return;
    }
    to.write(data);
    events.onBytes(this, bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    Side to = other;
    if (to != null) {
      to.flush();
      if (!to.channel.isWritable() && channel.config().isAutoRead()) {
        setReading(false);
        events.onReading(this, false);
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Side from = other;
    if (from != null && channel.isWritable() && !from.channel.config().isAutoRead()) {
      from.setReading(true);
      events.onReading(from, true);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent
        || event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
      if (!inputEnded) {
        inputEnded = true;
        events.onInputEnded(this);
      }
    } else if (event instanceof SslHandshakeCompletionEvent handshake) {
      events.onHandshake(handshake);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    inputEnded = true;
    events.onClosed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    wasReset = cause instanceof IOException;
    context.close(); // onClosed() follows
  }
}
