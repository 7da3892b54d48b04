/** What an app keeps on disk, so that neither a crash nor another user gets at it. */
@NullMarked
package mesh.disk;

import org.jspecify.annotations.NullMarked;
