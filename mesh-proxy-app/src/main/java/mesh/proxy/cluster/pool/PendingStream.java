package mesh.proxy.cluster.pool;

import mesh.proxy.http.StreamDecoder;

/** A request that waits for a connection. Confined to its event loop. */
public final class PendingStream {

  private final HostPool pool;
  final StreamDecoder response;
  final PoolCallbacks callbacks;

  PendingStream(HostPool pool, StreamDecoder response, PoolCallbacks callbacks) {
    this.pool = pool;
    this.response = response;
    this.callbacks = callbacks;
  }

  /** Nobody wants the stream any more; the callbacks are not called. */
  public void cancel() {
    pool.cancel(this);
  }
}
