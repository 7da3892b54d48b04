/**
 * What this proxy says of its own health: set by the operator, heard by health checkers and drains.
 */
@NullMarked
package mesh.proxy.health;

import org.jspecify.annotations.NullMarked;
