/** The programs that examples run: a page that tells a request back, and the services of a shop. */
@NullMarked
package mesh.cli.demo;

import org.jspecify.annotations.NullMarked;
