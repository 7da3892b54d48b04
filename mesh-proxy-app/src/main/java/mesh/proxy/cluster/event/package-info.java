/** Files that say, line by line, what became of hosts: ejections and health checks. */
@NullMarked
package mesh.proxy.cluster.event;

import org.jspecify.annotations.NullMarked;
