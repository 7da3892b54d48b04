/**
 * Properties that are not to be bound but read as they are written: the tree below {@code
 * mesh.proxy.bootstrap}, and the names of all others.
 */
@NullMarked
package mesh.proxy.bootstrap.tree;

import org.jspecify.annotations.NullMarked;
