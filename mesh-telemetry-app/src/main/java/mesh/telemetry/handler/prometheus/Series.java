package mesh.telemetry.handler.prometheus;

import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Call.Protocol;

/** Counters of calls that have all labels in common. Shared by all threads. */
final class Series {

  private final String labels;
  private final boolean isTcp;
  private final Histogram millis = new Histogram();
  private final Histogram requestBytes = new Histogram();
  private final Histogram responseBytes = new Histogram();
  private long calls;
  private long received;
  private long sent;

  Series(SeriesKey key) {
    labels = key.labels();
    isTcp = key.protocol() == Protocol.TCP;
  }

  boolean isTcp() {
    return isTcp;
  }

  synchronized void add(Call call) {
    Call.Outcome outcome = call.outcome();
    calls++;
    received += outcome.requestBytes();
    sent += outcome.responseBytes();
    if (!isTcp) {
      millis.add(outcome.micros() / 1000.0);
      requestBytes.add((double) outcome.requestBytes());
      responseBytes.add((double) outcome.responseBytes());
    }
  }

  /** Writes its lines of one family. */
  void write(Family family, StringBuilder text) {
    switch (family) {
      case REQUESTS, OPENED, CLOSED -> line(family, text, calls());
      case SENT -> line(family, text, sent());
      case RECEIVED -> line(family, text, received());
      case DURATION -> histogram(family, text, millis);
      case REQUEST_BYTES -> histogram(family, text, requestBytes);
      case RESPONSE_BYTES -> histogram(family, text, responseBytes);
    }
  }

  private synchronized long calls() {
    return calls;
  }

  private synchronized long sent() {
    return sent;
  }

  private synchronized long received() {
    return received;
  }

  private void line(Family family, StringBuilder text, long value) {
    text.append(family.text()).append('{').append(labels).append("} ").append(value).append('\n');
  }

  private void histogram(Family family, StringBuilder text, Histogram histogram) {
    var counts = new long[Histogram.BOUNDS.length + 1];
    double sum;
    synchronized (this) {
      histogram.copyTo(counts);
      sum = histogram.sum();
    }
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i];
      String bound = i < Histogram.BOUNDS.length ? Histogram.BOUND_TEXTS[i] : "+Inf";
      text.append(family.text()).append("_bucket{").append(labels);
      text.append(",le=\"").append(bound).append("\"} ").append(total).append('\n');
    }
    text.append(family.text()).append("_sum{").append(labels).append("} ").append(sum).append('\n');
    text.append(family.text()).append("_count{").append(labels).append("} ");
    text.append(total).append('\n');
  }
}
