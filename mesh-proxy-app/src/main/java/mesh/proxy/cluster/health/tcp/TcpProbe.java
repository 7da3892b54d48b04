package mesh.proxy.cluster.health.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.function.Consumer;
import mesh.proxy.cluster.health.CheckResult;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeContext;
import mesh.proxy.cluster.health.ProbeTarget;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.tls.TlsTarget;
import org.jspecify.annotations.Nullable;

/** Asks one host over TCP. Confined to the loop of its channel, which is the control loop. */
final class TcpProbe implements Probe {

  private static final int MOST_BYTES = 1024 * 1024; // a host that floods us does not pass

  private final TcpHealthChecker config;
  private final ProbeTarget target;
  private final ProbeContext context;
  private @Nullable Channel open; // kept between checks if connections are reused
  private @Nullable Consumer<CheckResult> asked;
  private byte[] received = new byte[0];

  TcpProbe(TcpHealthChecker config, ProbeTarget target, ProbeContext context) {
    this.config = config;
    this.target = target;
    this.context = context;
  }

  @Override
  public void check(Consumer<CheckResult> answer) {
    asked = answer;
    received = new byte[0];
    Channel kept = open;
    if (kept != null && kept.isActive()) {
      send(kept);
    } else {
      connect();
    }
  }

  @Override
  public void abandon() {
    asked = null;
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @Override
  public void close() {
    abandon();
  }

  private void connect() {
    var opening =
        new Bootstrap()
            .group(context.loops().loop())
            .channel(context.loops().transport().channelTo(target.address()))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Answers());
                    if (target.tls() != null) {
                      var info = new ConnectionInfo(target.address(), target.address());
                      target.tls().install(channel, info, TlsTarget.of(target.host().hostname()));
                    }
                  }
                })
            .connect(target.address());
    open = opening.channel();
    opening.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            conclude(CheckResult.NETWORK_FAILURE);
          }
        });
  }

  private void send(Channel channel) {
    if (config.send().length > 0) {
      channel.writeAndFlush(channel.alloc().buffer().writeBytes(config.send()));
    }
  }

  private void established(Channel channel) {
    byte[] preamble = config.preamble().bytes(channel.localAddress(), channel.remoteAddress());
    if (preamble.length > 0) {
      channel.writeAndFlush(channel.alloc().buffer().writeBytes(preamble));
    }
    if (config.receive().isEmpty()) {
      close(channel);
      conclude(CheckResult.HEALTHY);
    } else {
      send(channel);
    }
  }

  private void received(Channel channel, ByteBuf bytes) {
    int before = received.length;
    if (asked == null || before + bytes.readableBytes() > MOST_BYTES) {
      return;
    }
    received = Arrays.copyOf(received, before + bytes.readableBytes());
    bytes.readBytes(received, before, received.length - before);
    if (config.receive().areIn(received, received.length)) {
      if (!context.reuseConnection()) {
        close(channel);
      }
      conclude(CheckResult.HEALTHY);
    }
  }

  /** Ends a connection that did its duty. */
  private void close(Channel channel) {
    open = null; // that it becomes inactive is no news
    channel.close();
  }

  private void conclude(CheckResult result) {
    Consumer<CheckResult> waiting = asked;
    asked = null;
    if (waiting != null) {
      waiting.accept(result);
    }
  }

  /** What comes from the host. */
  private final class Answers extends ChannelInboundHandlerAdapter {

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (target.tls() == null) {
        established(context.channel());
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
        established(context.channel());
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        received(context.channel(), bytes);
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (context.channel() == open) {
        open = null;
        conclude(CheckResult.NETWORK_FAILURE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // and channelInactive concludes
    }
  }
}
