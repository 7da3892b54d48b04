/**
 * Room 2: what may look at the first bytes of a connection, before anyone knows what it is. One
 * folder per filter; this package is what they implement.
 */
@NullMarked
package mesh.proxy.filter.listener;

import org.jspecify.annotations.NullMarked;
