/** REST and events for programs and for the page: {@code /api/v1}. */
@NullMarked
package mesh.telemetry.query.rest;

import org.jspecify.annotations.NullMarked;
