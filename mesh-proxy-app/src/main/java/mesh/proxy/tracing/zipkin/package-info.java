/**
 * Zipkin: B3 headers, spans as JSON or Protobuf, posted to the hosts of a cluster.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/trace/v3/zipkin.proto
 * and https://github.com/openzipkin/b3-propagation. Other than Envoy, a request with {@code
 * traceparent} and without B3 headers goes on with that trace; both kinds of headers go upstream
 * then, and from there on. A span is marked shared only if a caller began it.
 */
@NullMarked
package mesh.proxy.tracing.zipkin;

import org.jspecify.annotations.NullMarked;
