/**
 * Spans of requests: begun from or without a caller's trace, passed on upstream, reported off the
 * event loop.
 */
@NullMarked
package mesh.proxy.tracing;

import org.jspecify.annotations.NullMarked;
