package mesh.proxy.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * What one connection sends in this turn of its loop: heads and small bodies are copied into one
 * buffer, large bodies go by reference; one flush at the end of the turn. Confined to its loop.
 */
final class Outbox implements Worker.Flushable {

  private static final int ROOM = 1024;
  private static final int COPY_AT_MOST =
      512; // below this a copy is cheaper than one more buffer in the gather list
  private static final int HAND_OVER = 16 * 1024;
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

  private final ChannelHandlerContext context;
  private final Worker worker;
  private @Nullable ByteBuf small;
  private boolean waiting;

  Outbox(ChannelHandlerContext context, Worker worker) {
    this.context = context;
    this.worker = worker;
  }

  void write(HeadWriter head) {
    write(head.bytes(), head.length());
  }

  void write(byte[] bytes, int length) {
    room(length).writeBytes(bytes, 0, length);
    flushLater();
  }

  /** Writes a body part; takes ownership of {@code data}. */
  void write(ByteBuf data) {
    int length = data.readableBytes();
    if (length <= COPY_AT_MOST) {
      if (length > 0) {
        room(length).writeBytes(data);
      }
      data.release();
    } else {
      handOver();
      context.write(data, context.voidPromise());
    }
    flushLater();
  }

  /**
   * Writes one chunk of a chunked body; takes ownership. Empty data writes nothing: an empty chunk
   * is the last.
   */
  void writeChunk(ByteBuf data) {
    int length = data.readableBytes();
    if (length == 0) {
      data.release();
      return;
    }
    ByteBuf size = room(10 + 2);
    for (int shift = (31 - Integer.numberOfLeadingZeros(length)) & ~3; shift >= 0; shift -= 4) {
      size.writeByte(Character.forDigit((length >>> shift) & 15, 16));
    }
    size.writeByte(Syntax.CR).writeByte(Syntax.LF);
    write(data);
    room(2).writeByte(Syntax.CR).writeByte(Syntax.LF);
  }

  void writeLastChunk() {
    write(LAST_CHUNK, LAST_CHUNK.length);
  }

  /** {@code 0 CR LF}; field lines and an empty line follow. */
  void writeLastChunkBeforeTrailers() {
    write(LAST_CHUNK, 3);
  }

  @Override
  public void flushNow() {
    waiting = false;
    handOver();
    context.flush();
  }

  /** Drops what was not handed over; for a connection that is gone. */
  void discard() {
    if (small != null) {
      small.release();
      small = null;
    }
  }

  private void flushLater() {
    if (!waiting) {
      waiting = true;
      worker.flushLater(this);
    }
  }

  private ByteBuf room(int bytes) {
    ByteBuf buffer = small;
    if (buffer != null && buffer.readableBytes() + bytes > HAND_OVER) {
      handOver();
      buffer = null;
    }
    if (buffer == null) {
      buffer = context.alloc().directBuffer(Math.max(ROOM, bytes));
      small = buffer;
    }
    return buffer;
  }

  private void handOver() {
    ByteBuf buffer = small;
    if (buffer != null) {
      small = null;
      context.write(buffer, context.voidPromise());
    }
  }
}
