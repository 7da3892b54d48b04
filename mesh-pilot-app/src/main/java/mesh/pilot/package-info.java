/**
 * The control plane, in flow order: {@code source}, {@code model}, {@code validate}, {@code world},
 * {@code generate}, {@code serve}.
 */
@NullMarked
package mesh.pilot;

import org.jspecify.annotations.NullMarked;
