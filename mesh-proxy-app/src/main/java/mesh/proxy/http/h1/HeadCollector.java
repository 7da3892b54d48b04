package mesh.proxy.http.h1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the bytes of a head. A head that comes in one piece, which is nearly every one, is copied
 * to the worker's scratch array and read there; only a torn one gets an array of its own. Confined
 * to its loop.
 */
final class HeadCollector {

  enum Result {
    INCOMPLETE,
    COMPLETE,
    TOO_LARGE,
    NOT_HTTP
  }

  private static final int FIRST_LOOK = 4096;

  private final HttpLimits limits;
  private final Worker worker;
  private byte @Nullable [] torn;
  private int tornBytes;

  // The head, when complete.
  private byte[] bytes = {};
  private int from;
  private int to;

  HeadCollector(HttpLimits limits, Worker worker) {
    this.limits = limits;
    this.worker = worker;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  /** Just past the empty line. */
  int to() {
    return to;
  }

  /** True if part of a head is waiting for the rest. */
  boolean isTorn() {
    return torn != null;
  }

  void discard() {
    torn = null;
    tornBytes = 0;
  }

  /**
   * Takes the head's bytes out of {@code in}.
   *
   * @param request look whether the beginning can be a request line; else a status line
   */
  Result collect(ByteBuf in, boolean request) {
    if (torn == null) {
      if (request) {
        skipEmptyLines(in);
      }
      if (!in.isReadable()) {
        return Result.INCOMPLETE;
      }
      Result found = inScratch(in);
      if (found != Result.INCOMPLETE) {
        return found;
      }
    }
    return inTorn(in, request);
  }

  /** RFC 9112 section 2.2: a server should ignore at least one empty line before a request line. */
  private static void skipEmptyLines(ByteBuf in) {
    while (in.readableBytes() >= 2
        && in.getByte(in.readerIndex()) == Syntax.CR
        && in.getByte(in.readerIndex() + 1) == Syntax.LF) {
      in.skipBytes(2);
    }
  }

  private Result inScratch(ByteBuf in) {
    byte[] scratch = worker.scratch();
    int most = Math.min(in.readableBytes(), scratch.length);
    int look = Math.min(most, FIRST_LOOK);
    in.getBytes(in.readerIndex(), scratch, 0, look);
    int end = HeadReader.endOfHead(scratch, 0, look);
    if (end < 0 && look < most) {
      in.getBytes(in.readerIndex() + look, scratch, look, most - look);
      end = HeadReader.endOfHead(scratch, look - 3, most);
    }
    if (end < 0) {
      return Result.INCOMPLETE;
    }
    return complete(in, scratch, end, end);
  }

  private Result inTorn(ByteBuf in, boolean request) {
    int before = tornBytes;
    int taken =
        Math.min(
            in.readableBytes(),
            limits.maxHeaderBytes() + FIRST_LOOK - before); // lines' own bytes are extra
    byte[] block = torn;
    if (block == null || block.length < before + taken) {
      block =
          Arrays.copyOf(block == null ? new byte[0] : block, Math.max(1024, (before + taken) * 2));
      torn = block;
    }
    in.getBytes(in.readerIndex(), block, before, taken);
    int end = HeadReader.endOfHead(block, Math.max(0, before - 3), before + taken);
    if (end >= 0) {
      discard();
      return complete(in, block, end, end - before);
    }
    in.skipBytes(taken);
    tornBytes = before + taken;
    boolean mayBegin =
        request
            ? RequestLine.mayBegin(block, 0, tornBytes)
            : StatusLine.mayBegin(block, 0, tornBytes);
    if (!mayBegin) {
      return Result.NOT_HTTP;
    }
    return tornBytes >= limits.maxHeaderBytes() + FIRST_LOOK ? Result.TOO_LARGE : Result.INCOMPLETE;
  }

  private Result complete(ByteBuf in, byte[] block, int end, int taken) {
    in.skipBytes(taken);
    bytes = block;
    from = 0;
    to = end;
    return end > limits.maxHeaderBytes() + FIRST_LOOK ? Result.TOO_LARGE : Result.COMPLETE;
  }
}
