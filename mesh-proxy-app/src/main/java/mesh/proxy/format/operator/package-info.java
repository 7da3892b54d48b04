/**
 * The {@code %OPERATORS%} of formats, grouped by what they look at.
 *
 * <p>Not supported, and refused by name: {@code CEL}, {@code TYPED_CEL}, {@code
 * UPSTREAM_FILTER_STATE}, {@code FILE_CONTENT}, {@code SECRET}, endpoint ids of internal listeners,
 * bytes and packets that QUIC retransmits.
 */
@NullMarked
package mesh.proxy.format.operator;

import org.jspecify.annotations.NullMarked;
