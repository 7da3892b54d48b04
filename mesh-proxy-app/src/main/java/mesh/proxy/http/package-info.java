/**
 * The words of HTTP that every room speaks: header fields, the two halves of a stream, the reasons
 * a stream dies.
 *
 * <p>Knows no codec and no filter. The codecs are in {@code h1} and {@code h2}.
 */
@NullMarked
package mesh.proxy.http;

import org.jspecify.annotations.NullMarked;
