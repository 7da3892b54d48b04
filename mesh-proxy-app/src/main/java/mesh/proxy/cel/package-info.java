/**
 * Conditions in the Common Expression Language over the facts of a request.
 *
 * <p>Contract: https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/advanced/attributes
 *
 * <p>Not supported: {@code xds.*}, and {@code upstream.*} beyond address, port, TLS version and
 * failure reason. Functions and operators are those of CEL's standard library.
 */
@NullMarked
package mesh.proxy.cel;

import org.jspecify.annotations.NullMarked;
