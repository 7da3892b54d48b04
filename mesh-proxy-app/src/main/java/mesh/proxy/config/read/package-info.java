/**
 * The doors through which configuration comes in: a file, a tree of properties, or a message that
 * another one contains. Behind each of them a message is complete, obeys its proto's rules, and has
 * no field set that nobody honours.
 */
@NullMarked
package mesh.proxy.config.read;

import org.jspecify.annotations.NullMarked;
