package mesh.proxy.route;

import mesh.proxy.runtime.FractionalPercent;

/**
 * Shares of requests that are traced.
 *
 * @param client of those with {@code x-client-trace-id}
 * @param random of all
 * @param overall upper bound of both
 */
public record RouteTracing(
    FractionalPercent client, FractionalPercent random, FractionalPercent overall) {}
