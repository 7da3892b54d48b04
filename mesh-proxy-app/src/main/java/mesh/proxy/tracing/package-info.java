/**
 * Spans of requests: begun from or without a caller's trace, passed on upstream, reported off the
 * event loop.
 *
 * <p>Behaviour:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/observability/tracing. Not
 * supported: tracers that are not in the catalog, and custom tags from metadata of routes and
 * clusters.
 */
@NullMarked
package mesh.proxy.tracing;

import org.jspecify.annotations.NullMarked;
