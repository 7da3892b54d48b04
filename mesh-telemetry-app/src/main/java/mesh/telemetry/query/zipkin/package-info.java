/**
 * Zipkin's <a href="https://zipkin.io/zipkin-api/">query API</a>, v2.
 *
 * <p>Not there: {@code /autocompleteKeys} and {@code /autocompleteValues}.
 */
@NullMarked
package mesh.telemetry.query.zipkin;

import org.jspecify.annotations.NullMarked;
