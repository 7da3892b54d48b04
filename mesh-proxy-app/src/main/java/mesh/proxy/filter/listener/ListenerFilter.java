package mesh.proxy.filter.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import mesh.proxy.connection.ConnectionInfo;

/**
 * Looks at the beginning of one connection and notes what it learns in {@link ConnectionInfo}:
 * server name, protocols, addresses. One instance per connection, confined to its event loop.
 */
public interface ListenerFilter {

  /** What a filter decides. */
  enum Verdict {
    /** This filter is done; the next one's turn. */
    DONE,
    /** More bytes are needed. */
    NEED_MORE,
    /** The connection is closed. */
    CLOSE
  }

  /**
   * The connection was accepted and nothing was read yet; {@link Verdict#DONE} leaves {@link
   * #onBytes} out.
   */
  default Verdict onAccept(Channel channel, ConnectionInfo info) {
    return Verdict.NEED_MORE;
  }

  /**
   * Looks at what came so far.
   *
   * @param bytes all unread bytes; what the filter reads is gone for those after it, what it leaves
   *     stays
   */
  Verdict onBytes(ByteBuf bytes, ConnectionInfo info);

  /** The client closed, or took too long, before the filter was done. */
  default void onGivenUp(ConnectionInfo info) {}
}
