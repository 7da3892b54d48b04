/** Who asks: each way of telling has a folder. */
@NullMarked
package mesh.ca.attest;

import org.jspecify.annotations.NullMarked;
