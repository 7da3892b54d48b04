/** Tells streams that the world has changed, once for many changes that come together. */
@NullMarked
package mesh.pilot.serve.push;

import org.jspecify.annotations.NullMarked;
