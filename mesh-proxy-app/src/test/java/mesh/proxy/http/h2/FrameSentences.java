package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;

/** Turns frames into short sentences: {@code HEADERS 1 end :status=200}. */
final class FrameSentences extends Http2FrameAdapter {

  private List<String> said = new ArrayList<>();

  List<String> take() {
    List<String> taken = said;
    said = new ArrayList<>();
    return taken;
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    String text = data.toString(UTF_8);
    String shown = text.length() > 40 ? text.length() + " bytes" : text;
    said.add(("DATA " + streamId + end(endOfStream) + " " + shown).trim());
    return 0;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endOfStream) {
    said.add("HEADERS " + streamId + end(endOfStream) + Peer.text(headers));
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
    said.add("RST_STREAM " + streamId + " " + Http2Error.valueOf(errorCode));
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) {
    said.add("SETTINGS ack");
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    said.add("SETTINGS " + settings);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) {
    said.add("PING");
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    said.add("PING ack " + data);
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
    said.add("GOAWAY " + lastStreamId + " " + Http2Error.valueOf(errorCode));
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) {
    said.add("WINDOW_UPDATE " + streamId + " " + increment);
  }

  private static String end(boolean end) {
    return end ? " end" : "";
  }
}
