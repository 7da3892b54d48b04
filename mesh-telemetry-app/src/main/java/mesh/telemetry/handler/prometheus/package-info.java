/**
 * <a href="https://istio.io/latest/docs/reference/config/metrics/">Istio's standard metrics</a>,
 * made of calls, with Istio's names, labels and buckets, for Prometheus to scrape.
 *
 * <p>Not there: {@code istio_request_messages_total} and {@code istio_response_messages_total}, for
 * an access log does not count messages. A TCP connection is counted as opened when it has ended,
 * for its entry comes then.
 */
@NullMarked
package mesh.telemetry.handler.prometheus;

import org.jspecify.annotations.NullMarked;
