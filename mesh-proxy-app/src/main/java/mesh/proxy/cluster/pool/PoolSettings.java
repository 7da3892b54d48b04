package mesh.proxy.cluster.pool;

/**
 * What a cluster says of its connections. Immutable.
 *
 * @param connectMillis until the connection, TLS included, must stand
 * @param idleMillis without a stream; 0 for ever
 * @param maxMillis of a connection's life, after which it drains; 0 for ever
 * @param maxRequests of a connection, after which it drains; 0 for no limit
 * @param http2Streams streams that one HTTP/2 connection is expected to take before the host says
 */
public record PoolSettings(
    long connectMillis, long idleMillis, long maxMillis, long maxRequests, int http2Streams) {}
