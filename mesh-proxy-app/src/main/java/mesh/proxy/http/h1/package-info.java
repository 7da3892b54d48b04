/**
 * HTTP/1.1 on both sides: strict reading, lenient to nothing that a request smuggler could use.
 *
 * <p>Source: RFC 9112. Not supported: {@code Upgrade: h2c}; header case is not kept (names go out
 * in lower case, or as {@code proper_case_words}).
 */
@NullMarked
package mesh.proxy.http.h1;

import org.jspecify.annotations.NullMarked;
