/** Spans that are kept in memory, and questions about them, by Zipkin's own model. */
@NullMarked
package mesh.telemetry.span;

import org.jspecify.annotations.NullMarked;
