package mesh.proxy.filter.http.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StreamEncoder;
import org.jspecify.annotations.Nullable;

/**
 * A request body that may be wanted again: for a connection that is not there yet, a retry, a
 * mirror. Confined to its event loop.
 */
final class RequestCopy {

  private static final int MOST_PARTS = 1024; // then the parts are merged

  private final long limit;
  private @Nullable CompositeByteBuf body;
  private @Nullable Headers trailers;
  private boolean headOnly; // the head was the end of it, not an empty body behind
  private boolean ended;
  private boolean dropped;

  /**
   * An empty body.
   *
   * @param limit bytes above which it {@link #isTooLarge()}
   */
  RequestCopy(long limit) {
    this.limit = limit;
  }

  /** Keeps a reference to {@code data}. */
  void add(ByteBuf data, boolean end) {
    ended |= end;
    if (data.isReadable() && !dropped) {
      CompositeByteBuf all = body;
      if (all == null) {
        all = data.alloc().compositeBuffer(MOST_PARTS);
        body = all;
      }
      all.addComponent(true, data.retainedSlice());
    }
  }

  void trailers(Headers last) {
    trailers = last;
    ended = true;
  }

  /** A request without a body. */
  RequestCopy ended() {
    headOnly = true;
    ended = true;
    return this;
  }

  boolean isTooLarge() {
    return body != null && body.readableBytes() > limit;
  }

  /** True if the bytes are gone: the request cannot be sent from this copy. */
  boolean isDropped() {
    return dropped;
  }

  /**
   * Writes head and all there is so far.
   *
   * @param head null for a tunnel, which has none
   */
  void writeTo(StreamEncoder request, @Nullable Headers head) {
    boolean end = ended && trailers == null;
    if (head == null) {
      request.beginTunnel();
    } else {
      request.writeHead(head, headOnly);
    }
    if (body != null) {
      request.writeData(body.retainedSlice(), end);
    } else if (end && (!headOnly || head == null)) {
      request.writeData(Unpooled.EMPTY_BUFFER, true);
    }
    if (trailers != null) {
      request.writeTrailers(trailers);
    }
  }

  /** What there is of the body; the caller releases it. */
  ByteBuf bytes() {
    return body == null ? Unpooled.EMPTY_BUFFER : body.retainedSlice();
  }

  /** Another reference to the same bytes. */
  RequestCopy share() {
    var other = new RequestCopy(limit);
    if (body != null) {
      other.add(body, ended);
    }
    other.trailers = trailers;
    other.headOnly = headOnly;
    other.ended = ended;
    return other;
  }

  /** Lets go of the bytes; idempotent. */
  void drop() {
    dropped = true;
    if (body != null) {
      body.release();
      body = null;
    }
  }
}
