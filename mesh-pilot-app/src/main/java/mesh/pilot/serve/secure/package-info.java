/** xDS with mutual TLS: who asks is who its certificate says. */
@NullMarked
package mesh.pilot.serve.secure;

import org.jspecify.annotations.NullMarked;
