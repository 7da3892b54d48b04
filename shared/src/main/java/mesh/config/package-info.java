/** Words for reading configuration: what is wrong, where, and what was expected. */
@NullMarked
package mesh.config;

import org.jspecify.annotations.NullMarked;
