package mesh.proxy.filter.http.healthcheck;

import io.netty.buffer.ByteBuf;
import java.util.List;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.health.HealthState;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Looks for health checks. Stateless, so all streams share one: the answer to a check whose body is
 * still to come is kept in the stream's filter state.
 */
final class HealthCheckFilter implements HttpFilter {

  private final String answerKey;
  private final boolean passesThrough;
  private final List<HeaderMatch> headers;
  private final Answers answers;
  private final CachedAnswer cache;
  private final HealthState health;
  private final String serviceCluster;

  HealthCheckFilter(
      String name, HealthCheckConfig config, Answers answers, CachedAnswer cache, Site site) {
    this.answerKey = name + ".answer";
    this.passesThrough = config.passesThrough();
    this.headers = config.headers();
    this.answers = answers;
    this.cache = cache;
    this.health = site.health();
    this.serviceCluster = site.serviceCluster();
  }

  /** The proxy that is asked for its health. */
  record Site(HealthState health, String serviceCluster) {}

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    if (!HeaderMatch.allMatch(headers, head)) {
      return Verdict.Flow.CONTINUE;
    }
    stream.info().healthCheck = true;
    LocalReply answer = answer();
    if (answer == null || endStream) {
      return answer == null ? Verdict.Flow.CONTINUE : answer;
    }
    stream.info().filterState().put(answerKey, answer);
    return Verdict.Flow
        .COLLECT; // HTTP/1 connections are of further use if the request is read to its end
  }

  @Override
  public Verdict onRequestData(StreamContext stream, ByteBuf data, boolean endStream) {
    if (stream.info().filterState(answerKey) instanceof LocalReply answer) {
      return endStream ? answer : Verdict.Flow.COLLECT;
    }
    return Verdict.Flow.CONTINUE;
  }

  @Override
  public Verdict onRequestTrailers(StreamContext stream, Headers trailers) {
    return stream.info().filterState(answerKey) instanceof LocalReply answer
        ? answer
        : Verdict.Flow.CONTINUE;
  }

  @Override
  public Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    StreamInfo info = stream.info();
    if (info.healthCheck) {
      if (!Answers.isOurs(info.responseCodeDetails)) {
        cache.keep(head.status(), head.contains(HeaderNames.X_ENVOY_DEGRADED));
      }
      head.set(HeaderNames.X_ENVOY_UPSTREAM_HEALTHCHECKED_CLUSTER, serviceCluster);
    }
    if (health.isFailed()) {
      head.set(HeaderNames.X_ENVOY_IMMEDIATE_HEALTH_CHECK_FAIL, "true");
    }
    return Verdict.Flow.CONTINUE;
  }

  /** Null if upstream is to answer. */
  private @Nullable LocalReply answer() {
    if (health.isFailed()) {
      return answers.failed();
    }
    if (!passesThrough) {
      return answers.byClusters();
    }
    CachedAnswer.Answer fresh = cache.fresh();
    return fresh == null ? null : answers.cached(fresh);
  }
}
