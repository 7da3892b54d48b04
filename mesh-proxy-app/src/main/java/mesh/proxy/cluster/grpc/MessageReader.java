package mesh.proxy.cluster.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages in the body of an answer. Confined to one event loop.
 *
 * <p>Source: gRPC over HTTP/2, "Length-Prefixed-Message".
 */
final class MessageReader {

  private static final int PREFIX_BYTES = 5;
  private static final int MOST_BYTES = 4 << 20; // gRPC's usual limit

  private @Nullable ByteBuf rest; // of a message that has not come whole
  private boolean closed;
  private String fault = "";

  /**
   * Reads a part of the body.
   *
   * @param data stays the caller's
   * @return false if this is no message: see {@link #fault()}
   */
  boolean read(ByteBuf data, GrpcCall.Listener listener) {
    ByteBuf from = data;
    if (rest != null) {
      rest.writeBytes(data);
      from = rest;
    }
    while (!closed && from.readableBytes() >= PREFIX_BYTES) {
      int at = from.readerIndex();
      int length = from.getInt(at + 1);
      if (from.getByte(at) != 0) {
        fault = "a compressed message, though none was asked for";
        return false;
      }
      if (length < 0 || length > MOST_BYTES) {
        fault = "a message of " + Integer.toUnsignedLong(length) + " bytes";
        return false;
      }
      if (from.readableBytes() - PREFIX_BYTES < length) {
        break;
      }
      ByteBuf message = from.slice(at + PREFIX_BYTES, length);
      from.skipBytes(PREFIX_BYTES + length);
      listener.onMessage(message);
    }
    keep(from);
    return true;
  }

  private void keep(ByteBuf from) {
    if (closed) {
      return;
    }
    if (from == rest) {
      from.discardReadBytes();
    } else if (from.isReadable()) {
      rest = PooledByteBufAllocator.DEFAULT.buffer(from.readableBytes() * 2).writeBytes(from);
    }
  }

  String fault() {
    return fault;
  }

  void close() {
    closed = true;
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }
}
