/**
 * Takes spans as Zipkin's <a href="https://zipkin.io/zipkin-api/">collector</a> does: {@code POST
 * /api/v2/spans}, JSON or protobuf, plain or packed by gzip.
 *
 * <p>Not taken: the formats of API v1, thrift, and other transports than HTTP.
 */
@NullMarked
package mesh.telemetry.receive.zipkin;

import org.jspecify.annotations.NullMarked;
