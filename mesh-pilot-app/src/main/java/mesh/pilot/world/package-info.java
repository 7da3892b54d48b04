/**
 * The world as it is at one moment: all rules and services, and the indexes that generators ask.
 * Immutable; a change makes a new one, and whoever works on the old one ends undisturbed.
 */
@NullMarked
package mesh.pilot.world;

import org.jspecify.annotations.NullMarked;
