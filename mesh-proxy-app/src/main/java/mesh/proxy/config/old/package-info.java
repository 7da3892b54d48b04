/**
 * What configurations for Envoy's v2 API say differently: names of extensions, {@code config} in
 * place of {@code typed_config}, and fields that moved. Each is accepted with one warning that says
 * how to write it today.
 *
 * <p>Contract: the {@code reserved} names in <a
 * href="https://github.com/envoyproxy/envoy/tree/v1.17.0/api/envoy">Envoy's v3 protos</a> and the
 * extensions that Envoy 1.14 lists under two names. Not read: fields that v2 itself had deprecated
 * before 2019 ({@code deprecated_v1}), and {@code extension_protocol_options}.
 */
@NullMarked
package mesh.proxy.config.old;

import org.jspecify.annotations.NullMarked;
