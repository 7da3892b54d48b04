package mesh.proxy.http.h2.frame;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/** A header block that comes in several frames. Confined to one event loop. */
final class HeaderFragments {

  private static final int SPARE_FRAMES = 8;

  private final FloodGuard guard;
  private final int maxBytes;
  private final int maxFrames;
  private @Nullable ByteBuf block;
  private int streamId;
  private boolean endsStream;
  private int frames;

  /**
   * Room for one block at a time.
   *
   * @param maxHeaderBytes of fields that are accepted; a block may be twice as long, so that most
   *     that are too long are answered on their stream
   */
  HeaderFragments(FloodGuard guard, int maxHeaderBytes) {
    this.guard = guard;
    this.maxBytes = (int) Math.min(Integer.MAX_VALUE, 2L * maxHeaderBytes + Frames.LEAST_MAX_SIZE);
    this.maxFrames = SPARE_FRAMES + maxBytes / Frames.LEAST_MAX_SIZE;
  }

  boolean isOpen() {
    return block != null;
  }

  int streamId() {
    return streamId;
  }

  boolean endsStream() {
    return endsStream;
  }

  void begin(int ofStream, boolean end, ByteBuf fragment, ByteBufAllocator alloc) {
    streamId = ofStream;
    endsStream = end;
    frames = 0;
    block = alloc.buffer(fragment.readableBytes() * 2).writeBytes(fragment);
  }

  void add(ByteBuf fragment) throws Http2Exception {
    ByteBuf soFar = block;
    if (soFar == null) {
      throw new IllegalStateException("No header block is open");
    }
    if (++frames > maxFrames) {
      throw guard.tooManyContinuations();
    }
    if (soFar.readableBytes() + fragment.readableBytes() > maxBytes) {
      throw connectionError(ENHANCE_YOUR_CALM, "Header block of more than %d bytes", maxBytes);
    }
    soFar.writeBytes(fragment);
  }

  /** The whole block; the caller releases it. */
  ByteBuf take() {
    ByteBuf whole = block;
    if (whole == null) {
      throw new IllegalStateException("No header block is open");
    }
    block = null;
    return whole;
  }

  void close() {
    if (block != null) {
      take().release();
    }
  }
}
