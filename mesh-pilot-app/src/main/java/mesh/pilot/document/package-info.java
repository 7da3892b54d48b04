/**
 * Documents as their author wrote them: YAML or JSON whose every value knows its line and column.
 * Kinds of rules read themselves out of {@link mesh.pilot.document.Fields}; what is wrong, unknown
 * or not supported is collected, so that an author sees all of it at once.
 */
@NullMarked
package mesh.pilot.document;

import org.jspecify.annotations.NullMarked;
