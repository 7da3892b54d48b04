package mesh.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.network.Drainable;
import mesh.proxy.filter.network.NetworkConnection;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection on its way to its filters: listener filters look at the first bytes, the
 * filter chain is found, TLS is done, the network filters take over. Then this handler leaves the
 * pipeline. Confined to its event loop.
 */
final class Accepted extends ChannelInboundHandlerAdapter implements NetworkConnection {

  private static final int MOST_UNREAD = 128 * 1024; // twice what any filter of ours waits for

  private final Listener listener;
  private final Channel channel;
  private final ConnectionInfo info;
  private final Worker worker;
  private final ListenerConfig config; // as it was when the connection came
  private final StreamInfo streamInfo;
  private final Timers.Timeout timeout =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          onTimeout();
        }
      };

  private @Nullable ChannelHandlerContext context;
  private ByteBuf unread = Unpooled.EMPTY_BUFFER;
  private int at; // the listener filter whose turn it is, then the network filter
  private @Nullable ListenerFilter filter; // the listener filter whose turn it is, if it was asked
  private @Nullable FilterChain chain;
  private @Nullable Drainable drainable;
  private boolean accepted; // by all listener filters
  private boolean running; // the network filters have taken over

  Accepted(Listener listener, Channel channel, ConnectionInfo info, Worker worker) {
    this.listener = listener;
    this.channel = channel;
    this.info = info;
    this.worker = worker;
    this.config = listener.config();
    this.streamInfo = new StreamInfo(info, System.currentTimeMillis(), info.startNanos());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    if (config.filters().isEmpty()) {
      accepted = true;
      findChain();
      return;
    }
    listener.stats().preCxActive().increment();
    if (config.filterMillis() > 0) {
      worker.timers().set(timeout, config.filterMillis());
    }
    nextFilter();
  }

  private void nextFilter() {
    while (at < config.filters().size()) {
      ListenerConfig.Filter configured = config.filters().get(at);
      if (configured.disabled().test(port(info.local()))) {
        at++;
        continue;
      }
      ListenerFilter next = configured.maker().get();
      filter = next;
      switch (next.onAccept(channel, info)) {
        case DONE -> at++;
        case NEED_MORE -> {
          look();
          return;
        }
        case CLOSE -> {
          close("");
          return;
        }
      }
    }
    filter = null;
    filtersDone();
  }

  private static int port(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  private void look() {
    ListenerFilter asked = filter;
    if (asked == null || !unread.isReadable()) {
      return;
    }
    switch (asked.onBytes(unread, info)) {
      case DONE -> {
        at++;
        nextFilter();
      }
      case NEED_MORE -> {
        if (unread.readableBytes() > MOST_UNREAD) {
          close("");
        }
      }
      case CLOSE -> close("");
    }
  }

  private void filtersDone() {
    if (!accepted) {
      accepted = true;
      worker.timers().cancel(timeout);
      listener.stats().preCxActive().decrement();
      findChain();
    }
  }

  private void onTimeout() {
    if (chain != null) {
      listener.stats().transportSocketConnectTimeout().increment();
      close("transport_socket_timeout");
      return;
    }
    listener.stats().preCxTimeout().increment();
    giveUp();
    if (config.goesOnAfterTimeout()) {
      filtersDone();
    } else {
      close("");
    }
  }

  private void giveUp() {
    if (filter != null) {
      filter.onGivenUp(info);
    }
  }

  private void findChain() {
    Listener other = listener.handOver(info);
    if (other != null) {
      moveTo(other);
      return;
    }
    FilterChain found = listener.config().chains().find(info); // those of now
    if (found == null) {
      listener.stats().noFilterChainMatch().increment();
      streamInfo.flag(ResponseFlag.NO_ROUTE_FOUND);
      streamInfo.responseCodeDetails = "filter_chain_not_found";
      close("filter_chain_not_found");
      return;
    }
    chain = found;
    info.listener(found.name(), config.metadata());
    at = 0;
    if (found.tls() == null) {
      runFilters();
      return;
    }
    if (found.handshakeMillis() > 0) {
      worker.timers().set(timeout, found.handshakeMillis());
    }
    found.tls().install(channel, info);
    replay();
  }

  private void moveTo(Listener other) {
    ChannelHandlerContext own = context;
    if (own != null) {
      var moved = new Accepted(other, channel, info, worker);
      moved.unread = unread;
      unread = Unpooled.EMPTY_BUFFER;
      listener.forget(channel);
      other.remember(channel, moved);
      own.pipeline().replace(this, "accepted", moved);
    }
  }

  /** Sends what was read on the way TLS reads it: from the front. */
  private void replay() {
    ByteBuf bytes = unread;
    unread = Unpooled.EMPTY_BUFFER;
    if (bytes.isReadable()) {
      channel.pipeline().fireChannelRead(bytes);
      channel.pipeline().fireChannelReadComplete();
    } else {
      bytes.release();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (running || !(message instanceof ByteBuf bytes)) {
      from.fireChannelRead(message);
      return;
    }
    if (unread.isReadable()) {
      ByteBuf more = from.alloc().buffer(unread.readableBytes() + bytes.readableBytes());
      more.writeBytes(unread).writeBytes(bytes);
      unread.release();
      bytes.release();
      unread = more;
    } else {
      unread.release();
      unread = bytes;
    }
    if (!accepted && chain == null) {
      look();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
      worker.timers().cancel(timeout);
      runFilters();
    }
    from.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (!accepted && !config.filters().isEmpty() && chain == null) {
      accepted = true;
      listener.stats().preCxActive().decrement();
      giveUp();
    }
    from.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    from.close(); // why TLS failed is written down where TLS is
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext from) {
    worker.timers().cancel(timeout);
    unread.release();
    unread = Unpooled.EMPTY_BUFFER;
  }

  private void runFilters() {
    FilterChain found = chain;
    if (found == null || running) {
      return;
    }
    while (at < found.filters().size()) {
      NetworkFilter.Verdict verdict = found.filters().get(at).onConnection(this);
      at++;
      switch (verdict) {
        case CONTINUE -> {}
        case PAUSE -> {
          channel.config().setAutoRead(false);
          return;
        }
        case STOP -> {
          return;
        }
      }
    }
    handOn();
  }

  private void handOn() {
    running = true;
    ChannelHandlerContext own = context;
    ByteBuf bytes = unread;
    unread = Unpooled.EMPTY_BUFFER;
    if (own != null) {
      if (bytes.isReadable()) {
        own.fireChannelRead(bytes);
        own.fireChannelReadComplete();
      } else {
        bytes.release();
      }
      if (!own.isRemoved()) {
        own.pipeline().remove(this);
      }
    }
  }

  // What network filters see.

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public ConnectionInfo info() {
    return info;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public StreamInfo streamInfo() {
    return streamInfo;
  }

  /** Null until it is found. */
  @Nullable FilterChain chain() {
    return chain;
  }

  /** The connection is closed: the last thing that is done for it. */
  void ended() {
    if (config.accessLog() != AccessLog.NONE) {
      streamInfo.endNanos = System.nanoTime();
      config.accessLog().log(streamInfo, AccessLogType.NOT_SET);
    }
  }

  @Override
  public void onDrain(Drainable ending) {
    drainable = ending;
    if (listener.isDraining()) {
      ending.drain();
    }
  }

  /** Ends when what is under way has ended; at once if there is nothing. On the event loop. */
  void drain() {
    if (drainable != null) {
      drainable.drain();
    } else if (!running) {
      close("");
    }
  }

  @Override
  public void resume() {
    if (!running && chain != null) {
      channel.config().setAutoRead(true);
      runFilters();
    }
  }

  @Override
  public void close(String details) {
    if (!details.isEmpty()) {
      info.terminationDetails(details);
    }
    channel.close();
  }
}
