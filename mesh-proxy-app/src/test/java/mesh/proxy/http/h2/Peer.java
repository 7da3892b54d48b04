package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;

/** The other end of a connection under test: writes frames by hand and reads ours as sentences. */
final class Peer {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(false);
  private final FrameSentences sentences = new FrameSentences();
  private final ByteBuf fromUs = Unpooled.buffer();
  private final ChannelHandlerContext context; // lends the reader an allocator

  private Peer() {
    channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
    context = channel.pipeline().lastContext();
  }

  /** A client, with its preface and settings sent and ours read. */
  static Peer client(Function<Worker, ChannelHandler> server, long... settings) {
    var peer = new Peer();
    peer.channel.pipeline().addLast(server.apply(peer.worker()));
    peer.bytes(Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", UTF_8));
    peer.settings(settings);
    peer.said();
    return peer;
  }

  /** A server, with its settings sent and ours read. */
  static Peer server(Function<Worker, ChannelHandler> client, long... settings) {
    var peer = new Peer();
    peer.channel.pipeline().addLast(client.apply(peer.worker()));
    peer.channel.runPendingTasks();
    peer.fromUs.writeBytes(peer.written()).skipBytes(24); // the preface
    peer.settings(settings);
    peer.said();
    return peer;
  }

  static ConnectionInfo info() {
    var nowhere = InetSocketAddress.createUnresolved("peer", 1);
    return new ConnectionInfo(nowhere, nowhere);
  }

  private Worker worker() {
    return Workers.of((EventLoopGroup) channel.eventLoop()).all().getFirst();
  }

  EmbeddedChannel channel() {
    return channel;
  }

  Peer headers(int stream, String end, String... fields) {
    int flags = END_HEADERS | (end.isEmpty() ? 0 : END_STREAM);
    return frame(HEADERS, flags, stream, block(fields));
  }

  /** A whole GET. */
  Peer get(int stream, String... more) {
    return request(stream, "end", "GET", more);
  }

  Peer request(int stream, String end, String method, String... more) {
    var fields = new ArrayList<>(List.of(":method", method, ":scheme", "http"));
    fields.addAll(List.of(":authority", "a.example", ":path", "/"));
    fields.addAll(List.of(more));
    return headers(stream, end, fields.toArray(String[]::new));
  }

  byte[] block(String... fields) {
    var headers = new DefaultHttp2Headers(false);
    for (int at = 0; at < fields.length; at += 2) {
      headers.add(fields[at], fields[at + 1]);
    }
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(1, headers, block);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    return ByteBufUtil.getBytes(block);
  }

  Peer data(int stream, String end, String text) {
    return frame(DATA, end.isEmpty() ? 0 : END_STREAM, stream, text.getBytes(UTF_8));
  }

  Peer reset(int stream, Http2Error error) {
    return frame(3, 0, stream, ints(error.code()));
  }

  /** Pairs of number and value. */
  Peer settings(long... settings) {
    ByteBuf payload = Unpooled.buffer();
    for (int at = 0; at < settings.length; at += 2) {
      payload.writeShort((int) settings[at]).writeInt((int) settings[at + 1]);
    }
    return frame(4, 0, 0, ByteBufUtil.getBytes(payload));
  }

  Peer settingsAck() {
    return frame(4, 1, 0);
  }

  Peer ping(long value) {
    return frame(6, 0, 0, ints(value >>> 32, value));
  }

  Peer goAway(int last, Http2Error error) {
    return frame(7, 0, 0, ints(last, error.code()));
  }

  Peer window(int stream, int increment) {
    return frame(8, 0, stream, ints(increment));
  }

  Peer frame(int type, int flags, int stream, byte... payload) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    bytes(frame.writeBytes(payload));
    return this;
  }

  void bytes(ByteBuf bytes) {
    channel.writeInbound(bytes);
    channel.runPendingTasks();
  }

  /** From now on nothing that is written reaches us. */
  void stopReading() {
    context
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
                ReferenceCountUtil.release(msg); // and the promise stays open
              }
            });
  }

  /** What we said since the last time; without what every connection says. */
  List<String> said() {
    channel.runPendingTasks();
    fromUs.writeBytes(written());
    try {
      while (fromUs.isReadable()) {
        int before = fromUs.readerIndex();
        reader.readFrame(context, fromUs, sentences);
        if (fromUs.readerIndex() == before) {
          break;
        }
      }
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    fromUs.discardReadBytes();
    return sentences.take();
  }

  boolean isClosed() {
    channel.runPendingTasks();
    return !channel.isOpen();
  }

  /** Closes and makes sure that no buffer was left behind. */
  void finish() {
    said();
    channel.finishAndReleaseAll();
  }

  private byte[] written() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  private static byte[] ints(long... values) {
    ByteBuf payload = Unpooled.buffer();
    for (long value : values) {
      payload.writeInt((int) value);
    }
    return ByteBufUtil.getBytes(payload);
  }

  static String text(Http2Headers headers) {
    var text = new StringBuilder();
    headers.forEach(
        field -> text.append(' ').append(field.getKey()).append('=').append(field.getValue()));
    return text.toString();
  }

  static String text(Http2Settings settings) {
    return settings.toString();
  }
}
