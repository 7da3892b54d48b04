package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.h2.Http2Preface;

/**
 * Looks at the first bytes of a plaintext connection and lets the codec they are for take over.
 * Confined to its loop.
 */
final class CodecChoice extends ByteToMessageDecoder {

  private final HttpConnection connection;

  CodecChoice(HttpConnection connection) {
    this.connection = connection;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    switch (Http2Preface.matches(in)) {
      case NEED_MORE -> {}
      case YES -> begin(context, Protocol.HTTP2);
      case NO -> begin(context, Protocol.HTTP11);
    }
  }

  private void begin(ChannelHandlerContext context, Protocol protocol) {
    connection.begin(protocol);
    context.pipeline().remove(this); // hands what was read to the codec
  }
}
