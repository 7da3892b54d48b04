/** What people and programs ask: REST, events, the page, and Zipkin's query API. */
@NullMarked
package mesh.telemetry.query;

import org.jspecify.annotations.NullMarked;
