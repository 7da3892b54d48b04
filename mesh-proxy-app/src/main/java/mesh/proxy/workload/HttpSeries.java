package mesh.proxy.workload;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;

/** The metrics of requests that have all labels in common. Shared by all loops. */
public record HttpSeries(
    int status,
    int grpcStatus,
    long flags,
    Counter requests,
    Histogram durationMillis,
    Histogram requestBytes,
    Histogram responseBytes) {

  static HttpSeries of(Stats scope, int status, int grpcStatus, long flags) {
    return new HttpSeries(
        status,
        grpcStatus,
        flags,
        scope.counter("istio_requests_total"),
        scope.histogram("istio_request_duration_milliseconds"),
        scope.histogram("istio_request_bytes"),
        scope.histogram("istio_response_bytes"));
  }

  boolean fits(int otherStatus, int otherGrpcStatus, long otherFlags) {
    return status == otherStatus && grpcStatus == otherGrpcStatus && flags == otherFlags;
  }
}
