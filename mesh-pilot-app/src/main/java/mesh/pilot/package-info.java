/**
 * The control plane, in flow order: {@code source}, {@code model}, {@code validate}, {@code world},
 * {@code generate}, {@code serve}. Beside them {@code analyze}: the first half as a program.
 */
@NullMarked
package mesh.pilot;

import org.jspecify.annotations.NullMarked;
