/**
 * The <a
 * href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/service/ratelimit/v3/rls.proto">rate
 * limit service</a>, with the files and the arithmetic of <a
 * href="https://github.com/envoyproxy/ratelimit">envoyproxy/ratelimit</a>: fixed windows, counted
 * in the memory of this process.
 *
 * <p>Refused by name: {@code metadata}. Not there: Redis and Memcached, response headers, the
 * global shadow and quota modes.
 */
@NullMarked
package mesh.telemetry.policy.ratelimit;

import org.jspecify.annotations.NullMarked;
