package mesh.proxy.stats.render;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Distribution;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Metric;
import mesh.proxy.stats.TextReadout;
import org.jspecify.annotations.Nullable;

/**
 * One metric about to be shown. The full name is built where it is written: a list of a million
 * readings shares the prefixes of its scopes. Immutable, but for the metric behind it.
 *
 * @param same another metric of the same type and full name, made elsewhere; null if there is none
 */
record Reading(String prefix, Metric metric, @Nullable Reading same) {

  String name() {
    return prefix + metric.leafName();
  }

  /** Value of a counter or gauge. */
  long number() {
    long own =
        switch (metric) {
          case Counter counter -> counter.value();
          case Gauge gauge -> gauge.value();
          case Histogram histogram -> histogram.cumulative().total();
          case TextReadout text -> 0;
        };
    return same == null ? own : own + same.number();
  }

  /** Value of a text readout. */
  String text() {
    return metric instanceof TextReadout text ? text.value() : "";
  }

  /** Samples of a histogram since the start. */
  Distribution cumulative() {
    Distribution own =
        metric instanceof Histogram histogram ? histogram.cumulative() : Distribution.EMPTY;
    return same == null ? own : own.plus(same.cumulative());
  }

  /** Samples of a histogram in the last flush interval. */
  Distribution interval() {
    Distribution own =
        metric instanceof Histogram histogram ? histogram.interval() : Distribution.EMPTY;
    return same == null ? own : own.plus(same.interval());
  }

  boolean isUsed() {
    return metric.isUsed() || same != null && same.isUsed();
  }

  /** Order of full names, without building them. */
  int compareName(Reading other) {
    int length = length();
    int otherLength = other.length();
    for (int at = sharedPrefix(other); at < Math.min(length, otherLength); at++) {
      int difference = charAt(at) - other.charAt(at);
      if (difference != 0) {
        return difference;
      }
    }
    return length - otherLength;
  }

  private int sharedPrefix(Reading other) {
    return prefix.equals(other.prefix) ? prefix.length() : 0;
  }

  private int length() {
    return prefix.length() + metric.leafName().length();
  }

  private char charAt(int at) {
    return at < prefix.length()
        ? prefix.charAt(at)
        : metric.leafName().charAt(at - prefix.length());
  }
}
