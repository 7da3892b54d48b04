package mesh.proxy.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.ServerConnection;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our codecs against Netty's own HTTP/2, over sockets: sizes, windows and silence. */
class Http2LoopbackIT {

  private static final int MEGABYTES = 8 * 1024 * 1024;
  private static final int SMALL_WINDOW = 65_535;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Workers workers = Workers.of(group);
  private final Http2Stats stats = Http2Stats.of(Stats.root());

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void echoesMegabytesForNettysClient() throws Exception {
    int port = listen(channel -> server(channel, Echo::new));

    assertThat(nettyAsks(port, MEGABYTES).get(30, TimeUnit.SECONDS)).isEqualTo(MEGABYTES);
    assertThat(stats.pendingSendBytes().value()).isZero();
  }

  @Test
  void passesMegabytesThroughBothCodecsToNettysServer() throws Exception {
    int upstream = listen(channel -> nettyEcho());
    ClientConnection client = connect(upstream, small().build(), new CompletableFuture<>());
    int port = listen(channel -> server(channel, response -> new GluedProxy.Hop(client, response)));

    assertThat(nettyAsks(port, MEGABYTES).get(30, TimeUnit.SECONDS)).isEqualTo(MEGABYTES);
  }

  @Test
  void finishesAnAnswerBeforeItClosesADrainedConnection() throws Exception {
    int port =
        listen(
            channel -> {
              var made = new AtomicReference<Http2ServerConnection>();
              made.set(
                  new Http2ServerConnection(
                      small().drainMillis(0).build(),
                      stats,
                      response -> {
                        made.get().drain();
                        return new Echo(response);
                      },
                      workers.of(channel),
                      info(channel)));
              return made.get();
            });

    assertThat(nettyAsks(port, MEGABYTES).get(30, TimeUnit.SECONDS)).isEqualTo(MEGABYTES);
    assertThat(nettyAsks(port, 5).get(30, TimeUnit.SECONDS)).isEqualTo(5);
  }

  @Test
  void asksBeforeItUsesAConnectionThatWasIdle() throws Exception {
    int port = listen(channel -> new Silent());
    Http2Config config = small().keepalive(new KeepaliveTimes(0, 60, 0, 1)).build();
    var reset = new CompletableFuture<String>();
    ClientConnection client = connect(port, config, new CompletableFuture<>());

    group.schedule(
        () -> client.newStream(new Waiting(reset)).writeHead(get(), true),
        50,
        TimeUnit.MILLISECONDS);

    assertThat(reset.get(10, TimeUnit.SECONDS)).isEqualTo("CONNECTION_TERMINATION ");
  }

  @Test
  void closesAConnectionThatDoesNotAnswerPings() throws Exception {
    int port = listen(channel -> new Silent());
    var closed = new CompletableFuture<@Nullable Void>();
    var reset = new CompletableFuture<String>();
    Http2Config config = small().keepalive(new KeepaliveTimes(20, 60, 0, 0)).build();
    ClientConnection client = connect(port, config, closed);

    onLoop(() -> client.newStream(new Waiting(reset)).writeHead(get(), true));

    assertThat(reset.get(10, TimeUnit.SECONDS)).isEqualTo("CONNECTION_TERMINATION ");
    closed.get(10, TimeUnit.SECONDS);
    assertThat(stats.keepaliveTimeout().value()).isOne();
  }

  @Test
  void keepsAConnectionThatAnswersPings() throws Exception {
    int port = listen(channel -> nettyEcho());
    Http2Config config = small().keepalive(new KeepaliveTimes(5, 2_000, 15, 0)).build();
    ClientConnection client = connect(port, config, new CompletableFuture<>());
    var answered = new CompletableFuture<String>();

    group.schedule(
        () -> client.newStream(new Waiting(answered)).writeHead(get(), true),
        100,
        TimeUnit.MILLISECONDS);

    assertThat(answered.get(10, TimeUnit.SECONDS)).isEqualTo("answered");
    assertThat(stats.keepaliveTimeout().value()).isZero();
  }

  @Test
  void resetsAnAnswerThatTheClientDoesNotTake() throws Exception {
    int port =
        listen(
            channel -> {
              Http2Config hasty = small().flushMillis(30).build();
              return new Http2ServerConnection(
                  hasty, stats, TooMuch::new, workers.of(channel), info(channel));
            });
    var reset = new CompletableFuture<String>();
    ClientConnection client = connect(port, small().build(), new CompletableFuture<>());

    onLoop(
        () -> {
          StreamEncoder request = client.newStream(new Waiting(reset));
          request.setReading(false);
          request.writeHead(get(), true);
        });

    assertThat(reset.get(10, TimeUnit.SECONDS)).isEqualTo("REMOTE_RESET ");
    assertThat(stats.txFlushTimeout().value()).isOne();
  }

  @Test
  void refusesStreamsWhenTheGraceOfADrainIsOver() throws Exception {
    var connection = new CompletableFuture<Http2ServerConnection>();
    int port =
        listen(
            channel -> {
              Http2Config brief = small().drainMillis(30).build();
              var made =
                  new Http2ServerConnection(
                      brief, stats, Echo::new, workers.of(channel), info(channel));
              connection.complete(made);
              return made;
            });
    Channel patient = dial(port, channel -> Http2FrameCodecBuilder.forClient().build());

    Http2ServerConnection draining = connection.get(10, TimeUnit.SECONDS);
    onLoop(draining::drain);

    assertThat(patient.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stats.goawayGracefulSent().value()).isOne();
    assertThat(stats.goawaySent().value()).isOne();
  }

  private static Http2Config.Builder small() {
    return Http2Config.ENVOY
        .but()
        .streamWindow(SMALL_WINDOW)
        .connectionWindow(2 * SMALL_WINDOW)
        .bufferLimit(SMALL_WINDOW);
  }

  private Http2ServerConnection server(Channel channel, ServerConnection.StreamFactory streams) {
    return new Http2ServerConnection(
        small().build(), stats, streams, workers.of(channel), info(channel));
  }

  private int listen(Function<Channel, ChannelHandler> handler) {
    Channel channel =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(initializer(handler))
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private ClientConnection connect(
      int port, Http2Config config, CompletableFuture<@Nullable Void> closed) {
    return dial(
            port,
            channel ->
                new Http2ClientConnection(
                    config, stats, new Closing(closed), workers.of(channel), info(channel)))
        .pipeline()
        .get(Http2ClientConnection.class);
  }

  private Channel dial(int port, Function<Channel, ChannelHandler> handler) {
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .handler(initializer(handler))
        .connect("127.0.0.1", port)
        .syncUninterruptibly()
        .channel();
  }

  private static ChannelInitializer<Channel> initializer(
      Function<Channel, ChannelHandler> handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handler.apply(channel));
      }
    };
  }

  private void onLoop(Runnable task) {
    group.submit(task).syncUninterruptibly();
  }

  private static ConnectionInfo info(Channel channel) {
    return new ConnectionInfo(channel.localAddress(), channel.remoteAddress());
  }

  private static Headers get() {
    return Headers.request("GET", "http", "a", "/");
  }

  // Netty's side.

  private static ChannelHandler nettyEcho() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(
                Http2FrameCodecBuilder.forServer().build(),
                new Http2MultiplexHandler(
                    new ChannelInboundHandlerAdapter() {
                      @Override
                      public boolean isSharable() {
                        return true;
                      }

                      @Override
                      public void channelRead(ChannelHandlerContext ctx, Object message) {
                        if (message instanceof Http2HeadersFrame head) {
                          var answer = new DefaultHttp2Headers().status("200");
                          ctx.writeAndFlush(
                              new DefaultHttp2HeadersFrame(answer, head.isEndStream()));
                        } else if (message instanceof Http2DataFrame data) {
                          ctx.writeAndFlush(
                              new DefaultHttp2DataFrame(data.content(), data.isEndStream()));
                        } else {
                          ReferenceCountUtil.release(message);
                        }
                      }
                    }));
      }
    };
  }

  /** Sends that many bytes and counts those that come back. */
  private CompletableFuture<Integer> nettyAsks(int port, int bytes) {
    Channel connection =
        dial(
            port,
            channel ->
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel raw) {
                    raw.pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient().build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                });
    var counted = new CompletableFuture<Integer>();
    Channel stream =
        new Http2StreamChannelBootstrap(connection)
            .handler(new Counting(counted))
            .open()
            .syncUninterruptibly()
            .getNow();
    var head = new DefaultHttp2Headers().method("POST").scheme("http").authority("a").path("/");
    stream.write(new DefaultHttp2HeadersFrame(head, false));
    stream.writeAndFlush(
        new DefaultHttp2DataFrame(stream.alloc().buffer(bytes).writeZero(bytes), true));
    return counted;
  }

  private static final class Counting extends ChannelInboundHandlerAdapter {

    private final CompletableFuture<Integer> counted;
    private int bytes;

    Counting(CompletableFuture<Integer> counted) {
      this.counted = counted;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof Http2DataFrame data) {
        bytes += data.content().readableBytes();
        if (data.isEndStream()) {
          counted.complete(bytes);
        }
      }
      ReferenceCountUtil.release(message);
    }
  }

  /** A server that accepts and says no more than its settings. */
  private static final class Silent extends ChannelInboundHandlerAdapter {

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(ctx.alloc().buffer().writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
    }
  }

  // Our side.

  private static final class Echo implements StreamDecoder {

    private final StreamEncoder response;

    Echo(StreamEncoder response) {
      this.response = response;
    }

    @Override
    public void onHead(Headers head, boolean endStream) {
      response.writeHead(Headers.response(200), endStream);
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      response.writeData(data, endStream);
    }

    @Override
    public void onTrailers(Headers trailers) {
      response.writeTrailers(trailers);
    }

    @Override
    public void onReset(ResetReason reason, String details) {}

    @Override
    public void onWritable(boolean writable) {
      response.setReading(writable);
    }
  }

  private static final class TooMuch implements StreamDecoder {

    private final StreamEncoder response;

    TooMuch(StreamEncoder response) {
      this.response = response;
    }

    @Override
    public void onHead(Headers head, boolean endStream) {
      response.writeHead(Headers.response(200), false);
      response.writeData(Unpooled.wrappedBuffer(new byte[2 * SMALL_WINDOW]), true);
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      data.release();
    }

    @Override
    public void onTrailers(Headers trailers) {}

    @Override
    public void onReset(ResetReason reason, String details) {}
  }

  /** Says how a stream ended. */
  private static final class Waiting implements StreamDecoder {

    private final CompletableFuture<String> ended;

    Waiting(CompletableFuture<String> ended) {
      this.ended = ended;
    }

    @Override
    public void onHead(Headers head, boolean endStream) {
      if (endStream) {
        ended.complete("answered");
      }
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      data.release();
    }

    @Override
    public void onTrailers(Headers trailers) {}

    @Override
    public void onReset(ResetReason reason, String details) {
      ended.complete(reason + " " + details);
    }
  }

  private record Closing(CompletableFuture<@Nullable Void> closed)
      implements ClientConnection.Listener {

    @Override
    public void onStreamClosed(ClientConnection connection) {}

    @Override
    public void onCapacityChanged(ClientConnection connection) {}

    @Override
    public void onClosed(ClientConnection connection) {
      closed.complete(null);
    }
  }
}
