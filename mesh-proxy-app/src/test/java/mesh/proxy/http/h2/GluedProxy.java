package mesh.proxy.http.h2;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
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

/**
 * The two codecs back to back, one loop, one upstream connection: what they cost without a proxy
 * around them. Arguments: port, port of the upstream.
 */
final class GluedProxy {

  private GluedProxy() {}

  public static void main(String[] args) throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Workers workers = Workers.of(group);
    Http2Stats stats = Http2Stats.of(Stats.root());
    ClientConnection upstream = connect(group, workers, stats, Integer.parseInt(args[1]));
    new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                ServerConnection.StreamFactory streams = response -> new Hop(upstream, response);
                channel
                    .pipeline()
                    .addLast(
                        new Http2ServerConnection(
                            Http2Config.ENVOY, stats, streams, workers.of(channel), info(channel)));
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static ClientConnection connect(
      EventLoopGroup group, Workers workers, Http2Stats stats, int port)
      throws InterruptedException {
    return new Bootstrap()
        .group(group)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new Http2ClientConnection(
                            Http2Config.ENVOY,
                            stats,
                            new Unwatched(),
                            workers.of(channel),
                            info(channel)));
              }
            })
        .connect("127.0.0.1", port)
        .sync()
        .channel()
        .pipeline()
        .get(Http2ClientConnection.class);
  }

  private static ConnectionInfo info(Channel channel) {
    return new ConnectionInfo(channel.localAddress(), channel.remoteAddress());
  }

  /** One request on its way up, and its answer on the way down. */
  static final class Hop implements StreamDecoder {

    private final StreamEncoder down;
    private final ClientConnection upstream;
    private @Nullable StreamEncoder up;

    Hop(ClientConnection upstream, StreamEncoder down) {
      this.upstream = upstream;
      this.down = down;
    }

    @Override
    public void onHead(Headers head, boolean endStream) {
      up = upstream.newStream(new Back(this));
      head.set("x-request-id", new UUID(ThreadLocalRandom.current().nextLong(), 1).toString());
      up.writeHead(head, endStream);
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      up.writeData(data, endStream);
    }

    @Override
    public void onTrailers(Headers trailers) {
      up.writeTrailers(trailers);
    }

    @Override
    public void onReset(ResetReason reason, String details) {
      if (up != null) {
        up.reset(ResetReason.LOCAL_RESET);
      }
    }

    @Override
    public void onWritable(boolean writable) {
      if (up != null) {
        up.setReading(writable);
      }
    }
  }

  private record Back(Hop hop) implements StreamDecoder {

    @Override
    public void onHead(Headers head, boolean endStream) {
      hop.down.writeHead(head, endStream);
    }

    @Override
    public void onInformational(Headers head) {
      hop.down.writeInformational(head);
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      hop.down.writeData(data, endStream);
    }

    @Override
    public void onTrailers(Headers trailers) {
      hop.down.writeTrailers(trailers);
    }

    @Override
    public void onReset(ResetReason reason, String details) {
      hop.down.reset(reason);
    }

    @Override
    public void onWritable(boolean writable) {
      hop.down.setReading(writable);
    }
  }

  private static final class Unwatched implements ClientConnection.Listener {

    @Override
    public void onStreamClosed(ClientConnection connection) {}

    @Override
    public void onCapacityChanged(ClientConnection connection) {}

    @Override
    public void onClosed(ClientConnection connection) {}
  }
}
