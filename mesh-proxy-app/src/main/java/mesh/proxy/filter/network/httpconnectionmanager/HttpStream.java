package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.buffer.ByteBuf;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ReasonPhrase;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.route.Route;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.Span;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One request: takes it from the codec, sends it through the filters, sends the answer back through
 * them, and closes the books. Confined to its event loop.
 */
final class HttpStream implements StreamDecoder, StreamContext {

  private final HttpConnection connection;
  private final ConnectionManagerConfig config;
  private final StreamEncoder encoder;
  private final StreamInfo info;
  private final long random;
  private final RouteChoice routes;
  private final StreamTimeouts timeouts;
  private final FilterPass request;
  private final FilterPass response;

  private FilterChain.Filters filters = FilterChain.Filters.NONE;
  private @Nullable TerminalFilter terminal;
  private @Nullable Span span;
  private @Nullable HttpStream next; // the same request again, see restart()
  private Headers requestHead = NOTHING;
  private boolean requestComplete;
  private boolean responseStarted; // a head went into the response pass
  private boolean informed; // a 1xx head is sent, and one is enough
  private boolean headSent;
  private boolean replied; // by us, not by upstream
  private boolean over;

  private static final Headers NOTHING = new Headers(0);

  HttpStream(HttpConnection connection, StreamEncoder encoder, StreamInfo info, long random) {
    this.connection = connection;
    this.config = connection.config();
    this.encoder = encoder;
    this.info = info;
    info.protocol = encoder.protocol();
    this.random = random;
    this.routes = new RouteChoice(config, info, random);
    this.timeouts = new StreamTimeouts(this, connection.worker().timers(), config.timeouts());
    this.request = new FilterPass(new RequestSteps(this));
    this.response = new FilterPass(new ResponseSteps(this));
    timeouts.begin();
  }

  @Override
  public void onHead(Headers head, boolean endStream) {
    requestHead = head;
    info.request(head, encoder.protocol());
    timeouts.active();
    timeouts.requestHeadDone();
    requestProgress(endStream);
    LocalReply refusal = connection.admit(head, this, encoder);
    if (refusal != null) {
      reply(refusal);
      return;
    }
    pass(head, endStream);
  }

  private void pass(Headers head, boolean endStream) {
    Route found = routes.of(head);
    timeouts.route(found, head);
    span = config.beginSpan(info, head, found);
    filters = config.filters().open(this);
    terminal = filters.terminal();
    request.head(head, endStream);
  }

  @Override
  public void restart(Headers head, ByteBuf body) {
    info.responseCodeDetails = "internal_redirect";
    info.respond(head);
    config.stats().response(info.responseCode);
    finish();
    next = connection.again(encoder, info, random);
    next.passAgain(requestHead, body);
  }

  private void passAgain(Headers head, ByteBuf body) {
    requestHead = head;
    info.request(head, encoder.protocol());
    timeouts.requestHeadDone();
    requestProgress(true);
    pass(head, !body.isReadable());
    info.bytesReceived += body.readableBytes();
    if (body.isReadable() && !over && !replied) {
      request.data(body, true);
    } else {
      body.release();
    }
  }

  @Override
  public void onData(ByteBuf data, boolean endStream) {
    info.bytesReceived += data.readableBytes();
    timeouts.active();
    requestProgress(endStream);
    if (over || replied) {
      data.release();
    } else {
      request.data(data, endStream);
    }
  }

  @Override
  public void onTrailers(Headers trailers) {
    timeouts.active();
    requestProgress(true);
    if (!over && !replied) {
      request.trailers(trailers);
    }
  }

  private void requestProgress(boolean endStream) {
    if (endStream) {
      requestComplete = true;
      info.requestCompleteNanos = connection.nanos();
      timeouts.requestDone();
    }
  }

  @Override
  public void onReset(ResetReason reason, String details) {
    if (next != null) {
      next.onReset(reason, details);
    } else if (!over) {
      if (ClientResets.note(info, reason, details)) {
        config.stats().rxReset();
      }
      finish();
    }
  }

  @Override
  public void onCodecError(int status, String details) {
    info.flag(ResponseFlag.DOWNSTREAM_PROTOCOL_ERROR);
    requestComplete = true; // nothing more of it will be read
    connection.codecError();
    if (headSent) {
      resetStream(ResetReason.PROTOCOL_ERROR, details);
    } else {
      reply(new LocalReply(status, ReasonPhrase.of(status), details, null));
    }
  }

  @Override
  public void onWritable(boolean writable) {
    if (next != null) {
      next.onWritable(writable);
    } else if (terminal != null && !over) {
      terminal.onDownstreamWritable(writable);
    }
  }

  @Override
  public StreamInfo info() {
    return info;
  }

  @Override
  public Worker worker() {
    return connection.worker();
  }

  @Override
  public Headers requestHead() {
    return requestHead;
  }

  @Override
  public @Nullable Route route() {
    return routes.of(requestHead);
  }

  @Override
  public void clearRouteCache() {
    routes.forget();
  }

  @Override
  public @Nullable Object routeConfig(String filterName) {
    Route found = route();
    return found == null ? null : found.filterConfig(filterName);
  }

  @Override
  public @Nullable Span span() {
    return span;
  }

  @Override
  public long random() {
    return random;
  }

  @Override
  public void resumeRequest() {
    if (!over && !replied) {
      request.resume();
    }
  }

  @Override
  public void resumeResponse() {
    if (!over) {
      response.resume();
    }
  }

  @Override
  public int passResponseData(int most) {
    return over ? 0 : response.pass(most);
  }

  @Override
  public void reply(LocalReply reply) {
    if (over) {
      return;
    }
    LocalReplies.note(reply, info);
    if (headSent) {
      resetStream(ResetReason.LOCAL_RESET, reply.details());
      return;
    }
    if (responseStarted) {
      response.kill(); // an answer from upstream waits at a filter; this one goes instead
    }
    connection.replies(reply, encoder);
    replied = true;
    if (config.closesAfter(reply)) {
      encoder.closeAfterResponse();
    }
    request.kill();
    endTerminal();
    config.replies().send(reply, requestHead, routes.found(), this);
  }

  @Override
  public void respondInformational(Headers head) {
    if (!over && !informed && config.expectations().proxied()) {
      informed = true;
      encoder.writeInformational(head);
    }
  }

  @Override
  public void respondHead(Headers head, boolean endStream) {
    if (!over) {
      responseStarted = true;
      timeouts.active();
      info.respond(head); // filters may print parts of it
      response.head(head, endStream);
    }
  }

  @Override
  public void respondData(ByteBuf data, boolean endStream) {
    timeouts.active();
    response.data(data, endStream); // releases it if the stream is over
  }

  @Override
  public void respondTrailers(Headers trailers) {
    if (!over) {
      timeouts.active();
      info.responseTrailers = trailers;
      response.trailers(trailers);
    }
  }

  @Override
  public void resetStream(ResetReason reason, String details) {
    if (over) {
      return;
    }
    info.endedBecause(details);
    config.stats().txReset();
    encoder.reset(reason);
    finish();
  }

  @Override
  public void readRequest(boolean reading) {
    if (!over && !requestComplete) {
      encoder.setReading(reading);
    }
  }

  @Override
  public int bufferLimit() {
    return config.bufferLimit();
  }

  @Override
  public void limitCollectedRequest(int bytes) {
    request.limit(bytes);
  }

  @Override
  public boolean isDownstreamWritable() {
    return encoder.isWritable();
  }

  ConnectionManagerStats stats() {
    return config.stats();
  }

  FilterChain.Filters filters() {
    return filters;
  }

  @Nullable TerminalFilter terminal() {
    return terminal;
  }

  void sendTrailers(Headers trailers) {
    encoder.writeTrailers(trailers);
    finish();
  }

  boolean headSent() {
    return headSent;
  }

  boolean requestComplete() {
    return requestComplete;
  }

  void sendHead(Headers head, boolean end) {
    headSent = true;
    info.respond(head);
    info.firstDownstreamTxNanos = connection.nanos();
    config.responseRules().apply(head, requestHead, info);
    info.responseHeaderBytes = head.byteSize();
    if (!requestComplete) {
      connection.answeredEarly(encoder, head.status());
    }
    config.stats().response(info.responseCode);
    if (span != null) {
      span.respond(head);
    }
    encoder.writeHead(head, end);
    if (end) {
      finish();
    }
  }

  void sendData(ByteBuf data, boolean end) {
    info.bytesSent += data.readableBytes();
    encoder.writeData(data, end);
    if (end) {
      finish();
    }
  }

  private void endTerminal() {
    TerminalFilter ended = terminal;
    if (ended != null) {
      terminal = null;
      ended.onStreamEnd();
    }
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    info.endNanos = connection.nanos();
    info.lastDownstreamTxNanos = headSent ? info.endNanos : 0;
    timeouts.end();
    request.kill();
    response.kill();
    endTerminal();
    filters.end(this);
    if (span != null) {
      span.finish(info);
    }
    connection.streamEnded(this);
  }
}
