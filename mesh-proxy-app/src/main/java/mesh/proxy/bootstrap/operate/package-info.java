/** Puts the rooms that run before their operator: admin pages, numbers of the process. */
@NullMarked
package mesh.proxy.bootstrap.operate;

import org.jspecify.annotations.NullMarked;
