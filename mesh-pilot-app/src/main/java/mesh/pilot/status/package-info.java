/** Which proxies are connected, what they were sent, and what they said to it. */
@NullMarked
package mesh.pilot.status;

import org.jspecify.annotations.NullMarked;
