package mesh.proxy.http;

import mesh.proxy.connection.ConnectionInfo;

/** One upstream connection as the pool sees it, whatever the codec. Confined to one event loop. */
public interface ClientConnection {

  /** What the pool wants to know of a connection. */
  interface Listener {

    /**
     * A stream ended or died; the connection may take another one if {@link #availableStreams()}
     * says so.
     */
    void onStreamClosed(ClientConnection connection);

    /**
     * The number of streams it can take changed by the peer's doing (SETTINGS, GOAWAY, {@code
     * connection: close}).
     */
    void onCapacityChanged(ClientConnection connection);

    /** The peer broke the protocol; the connection ends. */
    default void onProtocolError(ClientConnection connection) {}

    /** The connection is gone; its streams have been reset before this call. Called once. */
    void onClosed(ClientConnection connection);
  }

  Protocol protocol();

  /**
   * Begins a request.
   *
   * @param response takes the answer
   */
  StreamEncoder newStream(StreamDecoder response);

  /** Streams it can take now: 0 or 1 for HTTP/1; 0 once it drains. */
  int availableStreams();

  int activeStreams();

  /** Streams begun since the connection was made; more than 1 means that it was reused. */
  long streamsOpened();

  /**
   * HTTP/1: false until a byte of the answer to the stream opened last came. HTTP/2 has better ways
   * to say so.
   */
  default boolean sawResponse() {
    return true;
  }

  /** Takes no more streams; closes after the last. */
  void drain();

  /**
   * Closes at once; streams in flight are reset with {@link ResetReason#CONNECTION_TERMINATION}.
   */
  void close();

  ConnectionInfo info();
}
