package mesh.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import org.jspecify.annotations.Nullable;

/** A client and a server whose bytes are carried by hand, so that no test of TLS needs a socket. */
final class TlsWire implements AutoCloseable {

  final Side client;
  final Side server;

  /** One end. */
  static final class Side {

    final ConnectionInfo info =
        new ConnectionInfo(
            InetSocketAddress.createUnresolved("local", 1),
            InetSocketAddress.createUnresolved("remote", 443));
    final EmbeddedChannel channel;
    final List<Throwable> failures = new ArrayList<>();
    boolean ready;

    Side() {
      channel =
          new EmbeddedChannel(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                  if (event instanceof SslHandshakeCompletionEvent completion) {
                    ready = completion.isSuccess();
                    if (!completion.isSuccess()) {
                      failures.add(completion.cause());
                    }
                  }
                }
              });
    }

    @Nullable String read() {
      ByteBuf data = channel.readInbound();
      if (data == null) {
        return null;
      }
      String text = data.toString(StandardCharsets.UTF_8);
      data.release();
      return text;
    }
  }

  private TlsWire() {
    client = new Side();
    server = new Side();
  }

  static TlsWire connect(UpstreamTls from, DownstreamTls to) {
    return connect(from, to, TlsTarget.CONFIGURED);
  }

  static TlsWire connect(UpstreamTls from, DownstreamTls to, TlsTarget target) {
    var wire = new TlsWire();
    to.install(wire.server.channel, wire.server.info);
    from.install(wire.client.channel, wire.client.info, target);
    wire.carry();
    return wire;
  }

  /** Carries until both have nothing more to say. */
  void carry() {
    boolean moved = true;
    while (moved) {
      client.channel.runPendingTasks();
      server.channel.runPendingTasks();
      moved = move(client.channel, server.channel) | move(server.channel, client.channel);
    }
  }

  void send(Side from, String text) {
    from.channel.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    carry();
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    boolean moved = false;
    for (ByteBuf data = from.readOutbound(); data != null; data = from.readOutbound()) {
      moved = true;
      if (to.isOpen()) {
        to.writeInbound(data);
      } else {
        data.release();
      }
    }
    return moved;
  }

  @Override
  public void close() {
    client.channel.finishAndReleaseAll();
    server.channel.finishAndReleaseAll();
  }
}
