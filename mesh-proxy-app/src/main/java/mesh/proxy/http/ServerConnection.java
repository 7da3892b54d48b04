package mesh.proxy.http;

/**
 * One downstream connection as the connection manager sees it, whatever the codec. Confined to one
 * event loop.
 */
public interface ServerConnection {

  /** Makes the streams of a connection. */
  @FunctionalInterface
  interface StreamFactory {

    /**
     * A request begins.
     *
     * @param response where its answer goes
     * @return what takes the request
     */
    StreamDecoder newStream(StreamEncoder response);
  }

  Protocol protocol();

  /**
   * Lets the client know that it should go elsewhere: {@code connection: close} on the next
   * response (HTTP/1), GOAWAY (HTTP/2). Streams in flight finish; the connection closes after the
   * last. Idempotent.
   */
  void drain();

  /** Closes at once; streams in flight are reset. */
  void close();

  /** Streams in flight. */
  int activeStreams();
}
