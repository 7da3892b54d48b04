/** The last calls, one by one, for whoever wants to know what happened to one of them. */
@NullMarked
package mesh.telemetry.handler.recent;

import org.jspecify.annotations.NullMarked;
