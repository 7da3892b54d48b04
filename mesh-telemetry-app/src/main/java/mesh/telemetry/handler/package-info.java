/** What is made of calls; a folder for each. */
@NullMarked
package mesh.telemetry.handler;

import org.jspecify.annotations.NullMarked;
