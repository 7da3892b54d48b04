/**
 * Rules out of documents, one reader for each kind. What a reader does not ask for is refused by
 * name, so everything that is accepted has an effect.
 */
@NullMarked
package mesh.pilot.source.kind;

import org.jspecify.annotations.NullMarked;
