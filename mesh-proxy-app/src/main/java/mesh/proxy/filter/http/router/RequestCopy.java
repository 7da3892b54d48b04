package mesh.proxy.filter.http.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StreamEncoder;
import org.jspecify.annotations.Nullable;

/**
 * A request body that may be wanted again: for a connection that is not there yet, a retry, a mirror. Confined to its
 * event loop.
 */
final class RequestCopy {

  private final long limit;
  private @Nullable CompositeByteBuf body;
  private @Nullable Headers trailers;
  private boolean ended;
  private boolean abandoned;

  /**
   * An empty body.
   *
   * @param limit most bytes kept, after which the copy is given up
   */
  RequestCopy(long limit) {
    this.limit = limit;
  }

  /** Keeps a reference to {@code data}; false if that was too much. */
  boolean add(ByteBuf data, boolean end) {
    ended |= end;
    if (abandoned) {
      return false;
    }
    if (data.isReadable()) {
      CompositeByteBuf all = body;
      if (all == null) {
        all = data.alloc().compositeBuffer(1024);
        body = all;
      }
      if (all.readableBytes() + (long) data.readableBytes() > limit) {
        abandon();
        return false;
      }
      all.addComponent(true, data.retainedSlice());
    }
    return true;
  }

  void trailers(Headers last) {
    trailers = last;
    ended = true;
  }

  /** A request without a body. */
  RequestCopy ended() {
    ended = true;
    return this;
  }

  /** Shares the bytes with another copy. */
  void copyTo(RequestCopy other) {
    if (body != null) {
      other.add(body, ended);
    }
    other.trailers = trailers;
    other.ended = ended;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  boolean isEmpty() {
    return body == null && trailers == null;
  }

  int size() {
    return body == null ? 0 : body.readableBytes();
  }

  /** Writes head and all there is so far. */
  void writeTo(StreamEncoder request, Headers head) {
    boolean headOnly = ended && isEmpty();
    request.writeHead(head, headOnly);
    if (body != null) {
      request.writeData(body.retainedSlice(), ended && trailers == null);
    }
    if (trailers != null) {
      request.writeTrailers(trailers);
    } else if (ended && !headOnly && body == null) {
      request.writeData(io.netty.buffer.Unpooled.EMPTY_BUFFER, true);
    }
  }

  void abandon() {
    abandoned = true;
    release();
  }

  void release() {
    if (body != null) {
      body.release();
      body = null;
    }
  }
}
