/**
 * HTTP/1.1 on both sides: strict reading, lenient to nothing that a request smuggler could use.
 *
 * <p>Source: RFC 9112. Not supported: {@code Upgrade: h2c}. Names go out in lower case, as {@code
 * proper_case_words}, or as they came in ({@code preserve_case}).
 */
@NullMarked
package mesh.proxy.http.h1;

import org.jspecify.annotations.NullMarked;
