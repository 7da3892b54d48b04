/**
 * The menu: one line for each extension that we ship, and the jars in which users bring their own.
 */
@NullMarked
package mesh.proxy.catalog;

import org.jspecify.annotations.NullMarked;
