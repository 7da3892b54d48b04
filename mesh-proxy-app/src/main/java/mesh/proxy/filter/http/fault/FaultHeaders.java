package mesh.proxy.filter.http.fault;

import mesh.proxy.http.Headers;
import mesh.proxy.match.Numbers;
import mesh.proxy.runtime.FractionalPercent;

/**
 * What requests may say of the faults that they want to suffer. Of several fields of one name the
 * first counts.
 */
final class FaultHeaders {

  static final String DELAY = "x-envoy-fault-delay-request";
  static final String DELAY_PERCENT = "x-envoy-fault-delay-request-percentage";
  static final String ABORT = "x-envoy-fault-abort-request";
  static final String ABORT_GRPC = "x-envoy-fault-abort-grpc-request";
  static final String ABORT_PERCENT = "x-envoy-fault-abort-request-percentage";
  static final String THROUGHPUT = "x-envoy-fault-throughput-response";
  static final String THROUGHPUT_PERCENT = "x-envoy-fault-throughput-response-percentage";

  /** What {@link #number} gives if there is none. */
  static final long NONE = -1;

  private FaultHeaders() {}

  /** A number that is not negative, or {@link #NONE}. */
  static long number(Headers head, String name) {
    String text = head.get(name);
    long number = text == null ? NONE : Numbers.decimal(text);
    return number < 0 ? NONE : number;
  }

  /**
   * The share that a request asks for, at most the configured one; the same instance if it does not
   * ask.
   */
  static FractionalPercent share(Headers head, String name, FractionalPercent most) {
    long asked = number(head, name);
    return asked == NONE || asked >= most.numerator()
        ? most
        : new FractionalPercent((int) asked, most.denominator());
  }
}
