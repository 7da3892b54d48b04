package mesh.proxy.cluster.pool;

import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamEncoder;

/**
 * Told once what became of a request for a stream. Called on the pool's event loop, perhaps before
 * the asking returns.
 */
public interface PoolCallbacks {

  /**
   * The stream got as far as the host: said before what became of it. Not said of one that found
   * the queue full or did not want to wait any longer.
   */
  default void onPoolHost(Endpoint host) {}

  /**
   * There is a stream.
   *
   * @param request takes the request
   */
  void onPoolReady(StreamEncoder request, ClientConnection connection);

  /**
   * There will be none.
   *
   * @param reason {@link ResetReason#OVERFLOW}, {@link ResetReason#CONNECTION_TIMEOUT} or one of
   *     the connection failures
   * @param transportFailure what the transport says; may be empty
   */
  void onPoolFailure(ResetReason reason, String transportFailure);
}
