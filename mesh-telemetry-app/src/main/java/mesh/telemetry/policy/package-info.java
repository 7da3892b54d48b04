/** The question before the request: may it pass? */
@NullMarked
package mesh.telemetry.policy;

import org.jspecify.annotations.NullMarked;
