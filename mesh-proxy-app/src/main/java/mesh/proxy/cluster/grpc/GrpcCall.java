package mesh.proxy.cluster.grpc;

import io.netty.buffer.ByteBuf;

/** One call of a gRPC service. Confined to its event loop. */
public interface GrpcCall {

  /** What becomes of a call; told on its event loop, perhaps before {@link #begin} returns. */
  interface Listener {

    /**
     * A message came.
     *
     * @param message the call's: look, do not release
     */
    void onMessage(ByteBuf message);

    /** The call can take more messages; also said once it has a connection. */
    default void onReady() {}

    /**
     * The call is over; said once, unless it was cancelled.
     *
     * @param status gRPC's number, 0 if all is well
     * @param reason in words; may be empty
     */
    void onClosed(int status, String reason);
  }

  /**
   * Looks for a host and a connection.
   *
   * @param timeoutMillis of the whole call; 0 for ever
   */
  void begin(long timeoutMillis);

  /**
   * Sends a message; before there is a connection, one may wait.
   *
   * @param message the call takes ownership
   * @param last whether no other one follows
   */
  void send(ByteBuf message, boolean last);

  /** False before there is a connection, and while the server does not keep up. */
  boolean isReady();

  /** Nobody wants the answer any more. No harm if it is there. */
  void cancel();
}
