package mesh.proxy.accesslog.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.match.MetadataMatch;
import mesh.proxy.match.ValueMatch;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.runtime.RuntimeFraction;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.GrpcStatuses;
import mesh.proxy.stream.RequestId;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.stream.TraceReason;
import org.jspecify.annotations.Nullable;

/** Says of a request or connection whether it is logged. Immutable; shared by all loops. */
public sealed interface AccessLogRule {

  boolean admits(StreamInfo info);

  /** A status code that compares. */
  record Status(Comparison comparison) implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      return comparison.holds(info.responseCode);
    }
  }

  /** Milliseconds since the request began, until it ended if it has. */
  record Lasted(Comparison comparison) implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      long end = info.endNanos == 0 ? System.nanoTime() : info.endNanos;
      return comparison.holds((end - info.startNanos) / 1_000_000);
    }
  }

  /** No health check. */
  record NotHealthCheck() implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      return !info.healthCheck;
    }
  }

  /** Traced requests. */
  record Traceable() implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      return info.traceReason != TraceReason.NOT_TRACEABLE;
    }
  }

  /**
   * A share of requests.
   *
   * @param ownRandom true draws for this log alone; false takes the number that all proxies read in
   *     the request id
   */
  record Share(
      RuntimeFraction fraction, boolean ownRandom, Runtime runtime, IntUnaryOperator randomBelow)
      implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      Headers head = info.requestHead;
      long random =
          ownRandom || head == null ? -1 : RequestId.random(head.get(HeaderNames.X_REQUEST_ID));
      return runtime.draw(
          fraction, random >= 0 ? random : randomBelow.applyAsInt(Integer.MAX_VALUE));
    }
  }

  /** All of several rules. */
  record And(List<AccessLogRule> rules) implements AccessLogRule {

    public And {
      rules = List.copyOf(rules);
    }

    @Override
    public boolean admits(StreamInfo info) {
      for (int at = 0; at < rules.size(); at++) {
        if (!rules.get(at).admits(info)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One of several rules. */
  record Or(List<AccessLogRule> rules) implements AccessLogRule {

    public Or {
      rules = List.copyOf(rules);
    }

    @Override
    public boolean admits(StreamInfo info) {
      for (int at = 0; at < rules.size(); at++) {
        if (rules.get(at).admits(info)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A header field of the request. */
  record Header(HeaderMatch match) implements AccessLogRule {

    private static final Headers NO_FIELDS = new Headers();

    @Override
    public boolean admits(StreamInfo info) {
      return match.matches(info.requestHead == null ? NO_FIELDS : info.requestHead);
    }
  }

  /**
   * Response flags.
   *
   * @param bits any of these; 0 asks for any flag at all
   */
  record Flags(long bits) implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      return bits == 0 ? info.flags() != 0 : (info.flags() & bits) != 0;
    }
  }

  /**
   * A gRPC status, taken from the status code if the answer has none.
   *
   * @param statuses bits by number
   * @param exclude whether those are the ones left out
   */
  record GrpcStatus(int statuses, boolean exclude) implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      return (statuses >> GrpcStatuses.of(info) & 1) != (exclude ? 1 : 0);
    }
  }

  /**
   * A value that a filter left.
   *
   * @param match null looks only whether {@code admitsMissing}
   */
  record Metadata(@Nullable MetadataMatch match, boolean admitsMissing) implements AccessLogRule {

    @Override
    public boolean admits(StreamInfo info) {
      if (match == null) {
        return admitsMissing;
      }
      Object value =
          MetadataMatch.find(info.dynamicMetadata().get(match.namespace()), match.path());
      return value == ValueMatch.ABSENT ? admitsMissing : match.matches(info.dynamicMetadata());
    }
  }

  /** What happened. */
  record Types(Set<AccessLogType> types, boolean exclude) implements AccessLogRule {

    public Types {
      types = types.isEmpty() ? EnumSet.noneOf(AccessLogType.class) : EnumSet.copyOf(types);
    }

    @Override
    public boolean admits(StreamInfo info) {
      return types.contains(info.accessLogType) != exclude;
    }
  }
}
