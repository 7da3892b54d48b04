package mesh.proxy.filter.http.ratelimit;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.grpc.GrpcCall;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.InlineHeaders;
import mesh.proxy.stats.Stats;
import mesh.proxy.stream.ResponseFlag;
import org.jspecify.annotations.Nullable;

/** What the service is asked about one request, and its answer. Confined to its event loop. */
final class Question implements GrpcCall.Listener {

  private static final String PATH = "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit";
  private static final String METADATA = "envoy.filters.http.ratelimit";
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int MAPPED_FROM_STATUS = -1;

  private final RateLimitConfig config;
  private final FilterContext context;
  private final StreamContext stream;
  private final Cluster cluster;
  private @Nullable GrpcCall call; // null once it is over
  private @Nullable Answer answer;
  private @Nullable Headers toClient; // what the response is to have, until it has
  private boolean asking; // the filter has not returned yet
  private Verdict verdict = Verdict.Flow.PAUSE;

  /**
   * A question.
   *
   * @param cluster that the request is routed to: it has the statistics
   */
  Question(RateLimitConfig config, FilterContext context, StreamContext stream, Cluster cluster) {
    this.config = config;
    this.context = context;
    this.stream = stream;
    this.cluster = cluster;
  }

  /**
   * Asks.
   *
   * @param message this takes ownership
   */
  Verdict ask(ByteBuf message) {
    GrpcCall asked = context.grpc().call(stream.worker(), config.service(), PATH, this);
    call = asked;
    asking = true;
    asked.send(message, true);
    asked.begin(config.timeoutMillis());
    asking = false;
    return verdict;
  }

  /** Adds what the service wants the client to know; once. */
  void tellClient(Headers head) {
    Headers told = toClient;
    if (told != null) {
      toClient = null;
      told.forEach(head::add);
    }
  }

  /** The stream is over. */
  void cancel() {
    GrpcCall open = call;
    if (open != null) {
      call = null;
      open.cancel();
    }
  }

  @Override
  public void onMessage(ByteBuf message) {
    try {
      answer = Answer.read(message);
    } catch (IOException e) {
      answer = null; // the same as if it had said nothing
    }
  }

  @Override
  public void onClosed(int status, String reason) {
    call = null;
    Answer given = answer;
    Stats stats = cluster.stats().scope().scope(scope());
    if (status != 0 || given == null) {
      stats.counter("error").increment();
      failed(stats);
      return;
    }
    if (!given.metadata.isEmpty()) {
      stream.info().dynamicMetadata(METADATA).putAll(given.metadata);
    }
    toClient = given.responseHeaders;
    if (given.overLimit) {
      stats.counter("over_limit").increment();
      overLimit(given);
    } else {
      stats.counter("ok").increment();
      tellLimits(given);
      goOn(given);
    }
  }

  private String scope() {
    return config.statPrefix().isEmpty() ? "ratelimit" : "ratelimit." + config.statPrefix();
  }

  private void failed(Stats stats) {
    if (config.deniesOnError()) {
      refuse(
          new LocalReply(
              config.statusOnError(),
              "",
              "rate_limiter_error",
              ResponseFlag.RATELIMIT_SERVICE_ERROR));
    } else {
      stats.counter("failure_mode_allowed").increment();
      resume();
    }
  }

  private void overLimit(Answer given) {
    cluster.stats().responses().count(config.status());
    cluster.stats().responses("internal").count(config.status());
    if (config.marksRefusals()) {
      toClient().set(HeaderNames.X_ENVOY_RATE_LIMITED, "true");
    }
    tellLimits(given);
    if (!context.runtime().draw(config.enforced())) {
      goOn(given);
      return;
    }
    Headers more = toClient();
    toClient = null;
    config.onRefusal().apply(more, stream.info());
    refuse(
        new LocalReply(
            config.status(),
            given.body,
            "request_rate_limited",
            ResponseFlag.RATE_LIMITED,
            more,
            config.resourceExhausted() ? RESOURCE_EXHAUSTED : MAPPED_FROM_STATUS));
  }

  private void tellLimits(Answer given) {
    if (config.tellsClients()) {
      LimitStatus.tell(given.statuses, toClient());
    }
  }

  private Headers toClient() {
    Headers made = toClient == null ? new Headers() : toClient;
    toClient = made;
    return made;
  }

  private void goOn(Answer given) {
    Headers added = given.requestHeaders;
    if (added != null) {
      Headers head = stream.requestHead();
      added.forEach((name, value) -> InlineHeaders.append(head, name, value));
    }
    resume();
  }

  private void resume() {
    if (asking) {
      verdict = Verdict.Flow.CONTINUE;
    } else {
      stream.resumeRequest();
    }
  }

  private void refuse(LocalReply reply) {
    if (asking) {
      verdict = reply;
    } else {
      stream.reply(reply);
    }
  }
}
