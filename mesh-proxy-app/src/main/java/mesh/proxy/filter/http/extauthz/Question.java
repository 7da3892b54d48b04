package mesh.proxy.filter.http.extauthz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.grpc.GrpcCall;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.stream.ResponseFlag;
import org.jspecify.annotations.Nullable;

/** What the service is asked about one request, and its answer. Confined to its event loop. */
final class Question implements GrpcCall.Listener {

  private static final String PATH = "/envoy.service.auth.v3.Authorization/Check";
  private static final String METADATA = "envoy.filters.http.ext_authz";
  private static final String FAILURE_ALLOWED = "x-envoy-auth-failure-mode-allowed";
  private static final int LEAST_FINAL = 200;
  private static final int MOST_CODE = 599;
  private static final int FORBIDDEN = 403;

  private final ExtAuthzConfig config;
  private final FilterContext context;
  private final ExtAuthzStats stats;
  private final StreamContext stream;
  private final Map<String, String> extensions;
  private @Nullable BodyConfig bodyConfig; // while a body is collected
  private @Nullable ByteBuf body;
  private boolean cut;
  private @Nullable GrpcCall call; // null once it is over
  private @Nullable Answer answer;
  private List<HeaderChange> toClient = List.of(); // what the response is to have
  private boolean answered;
  private boolean asking; // the filter has not returned yet
  private Verdict verdict = Verdict.Flow.PAUSE;

  Question(
      ExtAuthzConfig config,
      FilterContext context,
      ExtAuthzStats stats,
      StreamContext stream,
      Map<String, String> extensions) {
    this.config = config;
    this.context = context;
    this.stats = stats;
    this.stream = stream;
    this.extensions = extensions;
  }

  /** The question waits for the body. */
  void collect(BodyConfig settings) {
    bodyConfig = settings;
  }

  /** A part of the body. */
  Verdict body(ByteBuf data, boolean end) {
    BodyConfig settings = bodyConfig;
    if (settings == null) {
      return answered ? Verdict.Flow.CONTINUE : Verdict.Flow.COLLECT; // asked already
    }
    ByteBuf all = body == null ? PooledByteBufAllocator.DEFAULT.buffer() : body;
    body = all;
    int room = settings.most() - all.readableBytes();
    cut = data.readableBytes() > room;
    all.writeBytes(data, data.readerIndex(), Math.min(room, data.readableBytes()));
    if (cut && !settings.partial()) {
      return Verdict.Flow.COLLECT; // the engine answers: it is more than it may collect
    }
    boolean full = settings.partial() && all.readableBytes() == settings.most();
    return end || full ? askWithBody() : Verdict.Flow.COLLECT;
  }

  /** The body ends with trailers. */
  Verdict trailers() {
    if (bodyConfig != null) {
      return askWithBody();
    }
    return answered || call == null ? Verdict.Flow.CONTINUE : Verdict.Flow.COLLECT;
  }

  private Verdict askWithBody() {
    BodyConfig settings = bodyConfig;
    ByteBuf all = body;
    bodyConfig = null;
    var told =
        all == null || settings == null
            ? null
            : new CheckMessage.Body(all, cut, settings.asBytes());
    verdict = Verdict.Flow.COLLECT;
    Verdict decided = ask(told);
    release();
    return decided;
  }

  /** Asks about the head alone. */
  Verdict ask() {
    return ask(null);
  }

  private Verdict ask(CheckMessage.@Nullable Body told) {
    GrpcCall asked = context.grpc().call(stream.worker(), config.service(), PATH, this);
    call = asked;
    asking = true;
    asked.send(
        CheckMessage.write(config, stream.info(), stream.requestHead(), extensions, told), true);
    asked.begin(config.timeoutMillis());
    asking = false;
    return verdict;
  }

  /** Changes the response as the service wants it. */
  void tellClient(Headers head) {
    for (HeaderChange change : toClient) {
      change.apply(head);
    }
  }

  /** The stream is over. */
  void end() {
    release();
    GrpcCall open = call;
    if (open != null) {
      call = null;
      open.cancel();
    }
  }

  private void release() {
    if (body != null) {
      body.release();
      body = null;
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
    answered = true;
    Answer given = answer;
    if (status != 0 || given == null) {
      failed();
      return;
    }
    if (!given.metadata.isEmpty()) {
      stream.info().dynamicMetadata(METADATA).putAll(given.metadata);
    }
    if (given.code == 0) {
      allowed(given);
    } else {
      denied(given);
    }
  }

  private void failed() {
    count("error");
    stats.error().increment();
    if (config.allowsOnError()) {
      count("failure_mode_allowed");
      stats.failureModeAllowed().increment();
      if (config.marksAllowedOnError()) {
        stream.requestHead().set(FAILURE_ALLOWED, "true");
      }
      resume();
    } else {
      refuse(config.statusOnError(), "", "ext_authz_error", null);
    }
  }

  private void allowed(Answer given) {
    count("ok");
    stats.ok().increment();
    Headers head = stream.requestHead();
    given.ofRequest.forEach(change -> change.apply(head));
    for (String name : given.removed) {
      if (!name.startsWith(":") && !name.equals(HeaderNames.HOST)) {
        head.remove(name);
      }
    }
    toClient = given.ofResponse;
    if (config.clearsRoute() && !(given.ofRequest.isEmpty() && given.removed.isEmpty())) {
      stream.clearRouteCache();
    }
    resume();
  }

  private void denied(Answer given) {
    count("denied");
    stats.denied().increment();
    int status =
        given.httpStatus < LEAST_FINAL || given.httpStatus > MOST_CODE
            ? FORBIDDEN
            : given.httpStatus;
    Cluster cluster = cluster();
    if (cluster != null && config.countsInCluster()) {
      cluster.stats().responses().count(status);
      cluster.stats().responses("internal").count(status);
    }
    Headers more = new Headers(given.ofRefusal.size() + 1);
    given.ofRefusal.forEach(change -> change.apply(more));
    refuse(status, given.body, "ext_authz_denied", more);
  }

  private void count(String what) {
    Cluster cluster = cluster();
    if (cluster != null) {
      cluster
          .stats()
          .scope()
          .scope(ExtAuthzStats.name(config.statPrefix()))
          .counter(what)
          .increment();
    }
  }

  private @Nullable Cluster cluster() {
    Route route = stream.route();
    return route != null && route.action() instanceof Forward forward
        ? context.clusters().get(forward.cluster().cluster(stream.requestHead()))
        : null;
  }

  private void resume() {
    if (asking) {
      verdict = Verdict.Flow.CONTINUE;
    } else {
      stream.resumeRequest();
    }
  }

  private void refuse(int status, String text, String details, @Nullable Headers more) {
    var reply =
        new LocalReply(status, text, details, ResponseFlag.UNAUTHORIZED_EXTERNAL_SERVICE, more, -1);
    if (asking) {
      verdict = reply;
    } else {
      stream.reply(reply);
    }
  }
}
