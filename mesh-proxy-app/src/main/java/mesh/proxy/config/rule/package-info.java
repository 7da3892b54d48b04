/**
 * The rules that Envoy's protos carry themselves (protoc-gen-validate), read from the descriptors
 * and applied to any message.
 *
 * <p>Contract: <a
 * href="https://github.com/bufbuild/protoc-gen-validate/blob/v1.2.1/README.md#constraint-rules">its
 * constraint rules</a>, all of them. The contents of an {@code Any} are left to its reader.
 */
@NullMarked
package mesh.proxy.config.rule;

import org.jspecify.annotations.NullMarked;
