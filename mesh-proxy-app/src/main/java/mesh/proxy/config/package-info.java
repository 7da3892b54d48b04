/**
 * Reads configuration: YAML or JSON to protobuf, the protos' own rules, and which fields are
 * honoured at all. Knows no room; every fault names its path, its value and what was expected.
 */
@NullMarked
package mesh.proxy.config;

import org.jspecify.annotations.NullMarked;
