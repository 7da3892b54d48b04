package mesh.proxy.http.h1;

import io.netty.buffer.ByteBuf;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StreamDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a message body out of the bytes of a connection and hands it to a decoder, slice by slice,
 * without copying. Confined to one connection.
 */
final class BodyReader {

  private static final long MOST_CHUNK = Long.MAX_VALUE >> 5;
  private static final int LONGEST_CHUNK_LINE = 4096; // size and extensions

  private enum State {
    DATA,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_SIZE_LF,
    CHUNK_END_CR,
    CHUNK_END_LF,
    TRAILERS,
    DONE
  }

  private final Http1Config config;
  private final HeadReader heads;

  private Framing framing = Framing.NONE;
  private State state = State.DONE;
  private long remaining; // of the body or the chunk
  private int digits; // of the chunk size line
  private byte @Nullable [] trailers;
  private int trailerBytes;

  BodyReader(Http1Config config, HeadReader heads) {
    this.config = config;
    this.heads = heads;
  }

  /**
   * @param length only for {@link Framing#LENGTH}; more than 0
   */
  void begin(Framing with, long length) {
    framing = with;
    remaining = length;
    state =
        switch (with) {
          case NONE -> State.DONE;
          case CHUNKED -> State.CHUNK_SIZE;
          case LENGTH, UNTIL_CLOSE, RAW -> State.DATA;
        };
    digits = 0;
    trailerBytes = 0;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  Framing framing() {
    return framing;
  }

  /** From here on, everything is data until the connection ends. */
  void becomeRaw() {
    begin(Framing.RAW, 0);
  }

  /**
   * Reads what {@code in} holds of this body; moves its reader index, does not release it.
   *
   * @return a fault, or null; when the body ended, {@link #isDone()} is true and the rest of {@code
   *     in} is the next message's
   */
  @Nullable Fault read(ByteBuf in, StreamDecoder to) {
    while (in.isReadable() && state != State.DONE) {
      Fault fault =
          switch (state) {
            case DATA -> readData(in, to);
            case CHUNK_SIZE, CHUNK_EXTENSION, CHUNK_SIZE_LF -> readSize(in);
            case CHUNK_END_CR -> expect(in, Syntax.CR, State.CHUNK_END_LF);
            case CHUNK_END_LF -> expect(in, Syntax.LF, State.CHUNK_SIZE);
            case TRAILERS -> readTrailers(in, to);
            case DONE -> null;
          };
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  /** The connection ended: true if that ends the body as it should. */
  boolean endsWithConnection() {
    return state == State.DONE || framing == Framing.UNTIL_CLOSE || framing == Framing.RAW;
  }

  private @Nullable Fault readData(ByteBuf in, StreamDecoder to) {
    boolean bounded = framing == Framing.LENGTH || framing == Framing.CHUNKED;
    int bytes = bounded ? (int) Math.min(remaining, in.readableBytes()) : in.readableBytes();
    ByteBuf data = in.readRetainedSlice(bytes);
    boolean end = false;
    if (bounded) {
      remaining -= bytes;
      if (remaining == 0) {
        end = framing == Framing.LENGTH;
        state = end ? State.DONE : State.CHUNK_END_CR;
        digits = 0;
      }
    }
    to.onData(data, end);
    return null;
  }

  private @Nullable Fault readSize(ByteBuf in) {
    while (in.isReadable()) {
      byte next = in.readByte();
      if (++digits > LONGEST_CHUNK_LINE) {
        return Fault.MALFORMED;
      }
      if (state == State.CHUNK_SIZE_LF) {
        return next == Syntax.LF ? endOfSize() : Fault.MALFORMED;
      }
      int hex = state == State.CHUNK_SIZE ? Syntax.hex(next) : -1;
      if (hex >= 0) {
        remaining = digits == 1 ? hex : remaining * 16 + hex;
        if (remaining > MOST_CHUNK) {
          return Fault.MALFORMED;
        }
      } else if (digits == 1) {
        return Fault.MALFORMED; // no digit at all
      } else if (next == Syntax.CR) {
        state = State.CHUNK_SIZE_LF;
      } else if (state == State.CHUNK_EXTENSION
          ? Syntax.isFieldValue(next)
          : next == ';' || Syntax.isWhitespace(next)) {
        state = State.CHUNK_EXTENSION;
      } else {
        return Fault.MALFORMED;
      }
    }
    return null;
  }

  private @Nullable Fault endOfSize() {
    digits = 0;
    state = remaining == 0 ? State.TRAILERS : State.DATA;
    return null;
  }

  private @Nullable Fault expect(ByteBuf in, byte wanted, State next) {
    state = next;
    return in.readByte() == wanted ? null : Fault.MALFORMED;
  }

  private @Nullable Fault readTrailers(ByteBuf in, StreamDecoder to) {
    int from = in.readerIndex();
    if (trailerBytes == 0
        && in.readableBytes() >= 2
        && in.getByte(from) == Syntax.CR) { // none: nearly always
      in.skipBytes(2);
      return in.getByte(from + 1) == Syntax.LF ? end(to, null) : Fault.MALFORMED;
    }
    byte[] block = roomForTrailers(in.readableBytes());
    if (block == null) {
      return Fault.TOO_LARGE;
    }
    int before = trailerBytes;
    int taken = Math.min(in.readableBytes(), block.length - before);
    in.getBytes(from, block, before, taken);
    int end = endOfTrailers(block, before, before + taken);
    if (end < 0) {
      in.skipBytes(taken);
      trailerBytes += taken;
      return null;
    }
    in.skipBytes(end - before);
    trailers = null;
    var fields = new Headers();
    if (!heads.read(block, 0, end, fields)) {
      return HeadReader.hasInvalidCharacter(block, 0, end) ? Fault.INVALID_CHARACTERS : heads.fault;
    }
    return end(to, fields.size() > 0 && config.trailers() ? fields : null);
  }

  /** An empty line at the very start ends the block as well. */
  private static int endOfTrailers(byte[] block, int before, int to) {
    if (to >= 2 && block[0] == Syntax.CR && block[1] == Syntax.LF) {
      return 2;
    }
    return HeadReader.endOfHead(block, Math.max(0, before - 3), to);
  }

  private byte @Nullable [] roomForTrailers(int more) {
    int most = config.limits().maxHeaderBytes();
    if (trailerBytes >= most) {
      return null;
    }
    int wanted = Math.min(most, trailerBytes + more);
    byte[] block = trailers;
    if (block == null || block.length < wanted) {
      byte[] larger = new byte[wanted];
      if (block != null) {
        System.arraycopy(block, 0, larger, 0, trailerBytes);
      }
      block = larger;
      trailers = block;
    }
    return block;
  }

  private @Nullable Fault end(StreamDecoder to, @Nullable Headers fields) {
    state = State.DONE;
    if (fields == null) {
      to.onData(io.netty.buffer.Unpooled.EMPTY_BUFFER, true);
    } else {
      to.onTrailers(fields);
    }
    return null;
  }
}
