package mesh.proxy.accesslog;

import java.util.List;
import java.util.function.IntUnaryOperator;
import mesh.proxy.accesslog.file.LogFiles;
import mesh.proxy.runtime.Runtime;

/**
 * What access logs may use of the proxy. Immutable.
 *
 * @param sinks every kind that a configuration may name
 * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
 */
public record AccessLogContext(
    List<AccessLogSinkFactory<?>> sinks,
    LogFiles files,
    Runtime runtime,
    IntUnaryOperator randomBelow) {

  public AccessLogContext {
    sinks = List.copyOf(sinks);
  }
}
