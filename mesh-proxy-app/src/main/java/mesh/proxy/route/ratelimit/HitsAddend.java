package mesh.proxy.route.ratelimit;

import mesh.proxy.format.Formatter;
import mesh.proxy.match.Numbers;
import mesh.proxy.stream.StreamInfo;

/** How many times a request counts. Immutable. */
public sealed interface HitsAddend {

  /** The request should name the number and does not. */
  long UNKNOWN = -1;

  long MOST = 1_000_000_000;

  HitsAddend ONE = new Fixed(1);

  /** 0 to {@link #MOST}, or {@link #UNKNOWN}. */
  long count(StreamInfo info);

  /** The same number for every request. */
  record Fixed(long number) implements HitsAddend {

    @Override
    public long count(StreamInfo info) {
      return number;
    }
  }

  /** The number that a format prints. */
  record Printed(Formatter format) implements HitsAddend {

    @Override
    public long count(StreamInfo info) {
      long number = Numbers.decimal(format.format(info));
      return number < 0 || number > MOST ? UNKNOWN : number;
    }
  }
}
