/**
 * Rules that people and programs change while the control plane runs. They are kept in files of our
 * own, one for each, in a form that a second reading gives again.
 */
@NullMarked
package mesh.pilot.source.api;

import org.jspecify.annotations.NullMarked;
