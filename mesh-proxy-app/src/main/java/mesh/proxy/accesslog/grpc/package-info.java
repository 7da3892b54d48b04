/**
 * Access logs that are streamed to a service: entries of requests or connections, written on the
 * loops.
 *
 * <p>Behaviour:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/extensions/access_loggers/grpc/v3/als.proto
 *
 * <p>Not supported: {@code filter_state_objects_to_log}; {@code grpc_stream_retry_policy}, for
 * streams are always made again. Unlike in Envoy, what the service does not take waits, up to a
 * megabyte for each loop, and is sent when it is back; what finds no room is counted as dropped.
 * The cluster of a request is told even if no host of it was healthy.
 */
@NullMarked
package mesh.proxy.accesslog.grpc;

import org.jspecify.annotations.NullMarked;
