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
  private boolean firstLineRead; // of the torn head

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
    firstLineRead = false;
  }

  /**
   * Takes the head's bytes out of {@code in}.
   *
   * @param line looks whether the beginning can be a request line; null for responses
   */
  Result collect(ByteBuf in, @Nullable RequestLine line) {
    if (torn == null) {
      if (line != null) {
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
    return inTorn(in, line);
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

  private Result inTorn(ByteBuf in, @Nullable RequestLine line) {
    int before = tornBytes;
    int taken = Math.min(in.readableBytes(), limits.maxHeaderBytes() - before);
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
    if (!mayGoOn(line, block, before)) {
      return Result.NOT_HTTP;
    }
    return tornBytes >= limits.maxHeaderBytes() ? Result.TOO_LARGE : Result.INCOMPLETE;
  }

  /** A first line is refused as soon as it is there, without waiting for the rest of its head. */
  private boolean mayGoOn(@Nullable RequestLine line, byte[] block, int before) {
    if (line == null) {
      return StatusLine.mayBegin(block, 0, tornBytes);
    }
    if (firstLineRead) {
      return true;
    }
    for (int at = before; at < tornBytes; at++) {
      if (block[at] == Syntax.LF) {
        firstLineRead = true;
        return line.read(block, 0, at + 1) >= 0;
      }
    }
    return line.mayBegin(block, 0, tornBytes);
  }

  private Result complete(ByteBuf in, byte[] block, int end, int taken) {
    in.skipBytes(taken);
    bytes = block;
    from = 0;
    to = end;
    return end > limits.maxHeaderBytes() ? Result.TOO_LARGE : Result.COMPLETE;
  }
}
