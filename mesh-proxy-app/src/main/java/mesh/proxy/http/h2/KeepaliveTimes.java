package mesh.proxy.http.h2;

/**
 * When a connection asks whether its peer is still there. Immutable.
 *
 * @param intervalMillis between two PINGs; 0 for none
 * @param timeoutMillis without any frame after a PING, until the connection is closed
 * @param jitterPercent of the interval that is added at random
 * @param idleMillis of silence after which a PING goes ahead of a new stream; 0 for never
 */
public record KeepaliveTimes(
    long intervalMillis, long timeoutMillis, double jitterPercent, long idleMillis) {

  static final double USUAL_JITTER = 15;
}
