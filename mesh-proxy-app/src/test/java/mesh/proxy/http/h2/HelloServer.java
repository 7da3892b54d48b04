package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.Workers;

/**
 * Answers every request with 200 and a few bytes; for h2spec and load generators. Arguments: port.
 */
final class HelloServer {

  private static final ByteBuf BODY =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("hello, world\n", US_ASCII));

  private HelloServer() {}

  public static void main(String[] args) throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Workers workers = Workers.of(group);
    Http2Stats stats = Http2Stats.of(Stats.root());
    new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new Http2ServerConnection(
                            Http2Config.ENVOY,
                            stats,
                            Hello::new,
                            workers.of(channel),
                            new ConnectionInfo(channel.localAddress(), channel.remoteAddress())));
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private record Hello(StreamEncoder response) implements StreamDecoder {

    @Override
    public void onHead(Headers head, boolean endStream) {
      if (endStream) {
        answer();
      }
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      data.release();
      if (endStream) {
        answer();
      }
    }

    @Override
    public void onTrailers(Headers trailers) {
      answer();
    }

    @Override
    public void onReset(ResetReason reason, String details) {}

    private void answer() {
      response.writeHead(
          Headers.response(200).add("content-type", "text/plain").add("content-length", "13"),
          false);
      response.writeData(BODY.duplicate(), true);
    }
  }
}
