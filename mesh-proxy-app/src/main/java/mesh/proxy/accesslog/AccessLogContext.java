package mesh.proxy.accesslog;

import java.util.function.IntUnaryOperator;
import mesh.proxy.accesslog.stream.GrpcLogs;
import mesh.proxy.accesslog.writer.LogFiles;
import mesh.proxy.runtime.Runtime;

/**
 * What access logs may use of the proxy. Immutable.
 *
 * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
 */
public record AccessLogContext(
    LogFiles files, GrpcLogs grpcLogs, Runtime runtime, IntUnaryOperator randomBelow) {}
