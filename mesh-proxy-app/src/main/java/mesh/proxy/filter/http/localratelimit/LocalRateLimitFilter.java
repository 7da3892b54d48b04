package mesh.proxy.filter.http.localratelimit;

import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;

/**
 * Admits a request while its buckets have tokens; refuses it otherwise. Stateless, so all streams
 * share one: what the response must tell of is kept in the stream's filter state, and only where it
 * must tell.
 */
final class LocalRateLimitFilter implements HttpFilter {

  private final String name; // in its chain
  private final Limit usual;
  private final String bucketKey;

  LocalRateLimitFilter(String name, Limit usual) {
    this.name = name;
    this.usual = usual;
    this.bucketKey = name + ".bucket";
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    Limit limit = stream.routeConfig(name) instanceof Limit ofRoute ? ofRoute : usual;
    if (!limit.isEnabled()) {
      return Verdict.Flow.CONTINUE;
    }
    Decision decision = limit.decide(stream, head);
    TokenBucket bucket = decision.bucket();
    if (bucket != null && limit.tellsClients()) {
      stream.info().filterState().put(bucketKey, bucket);
    }
    if (decision.isAdmitted()) {
      return Verdict.Flow.CONTINUE;
    }
    LocalReply refusal = limit.refuse(stream, head);
    return refusal == null ? Verdict.Flow.CONTINUE : refusal;
  }

  @Override
  public Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    if (stream.info().filterState(bucketKey) instanceof TokenBucket bucket) {
      head.add("x-ratelimit-limit", Long.toString(bucket.burst()))
          .add("x-ratelimit-remaining", Long.toString(bucket.remaining()))
          .add("x-ratelimit-reset", Long.toString(bucket.secondsUntilToken()));
    }
    return Verdict.Flow.CONTINUE;
  }
}
