/**
 * Access logs in files and on standard output: formatted on the loops.
 *
 * <p>Behaviour:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/extensions/access_loggers/file/v3/file.proto
 */
@NullMarked
package mesh.proxy.accesslog.file;

import org.jspecify.annotations.NullMarked;
