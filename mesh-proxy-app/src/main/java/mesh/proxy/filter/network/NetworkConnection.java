package mesh.proxy.filter.network;

import io.netty.channel.Channel;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Worker;

/** A downstream connection as its network filters see it. Confined to its event loop. */
public interface NetworkConnection {

  /**
   * Filters add their handlers at the tail of its pipeline. TLS, if any, is in front and done with
   * its handshake.
   */
  Channel channel();

  ConnectionInfo info();

  Worker worker();

  /**
   * The facts of the connection as access logs show them, shared by the listener's log and that of
   * a filter which proxies the connection as a whole.
   */
  StreamInfo streamInfo();

  /**
   * Registers the one that ends the connection when its listener drains; told at once if that is so
   * already. A connection without one is cut when the drain time is over.
   */
  void onDrain(Drainable drainable);

  /** Goes on to the next filter after {@link NetworkFilter.Verdict#PAUSE}; no effect otherwise. */
  void resume();

  /**
   * Closes the connection without waiting for the peer to read what was written.
   *
   * @param details {@code %CONNECTION_TERMINATION_DETAILS%}; may be empty
   */
  void close(String details);
}
