/**
 * YAML events to protobuf messages, as the proto3 JSON mapping says, with Envoy's own leniency:
 * names of enums in any case, YAML's words for true and false.
 *
 * <p>Contract: <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON format</a>. Beyond
 * it, an {@code Any} whose contents are a {@code TypedStruct} of a known message becomes that
 * message.
 */
@NullMarked
package mesh.proxy.config.proto;

import org.jspecify.annotations.NullMarked;
