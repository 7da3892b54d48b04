package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.concurrent.ThreadLocalRandom;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.network.Drainable;
import mesh.proxy.filter.network.NetworkConnection;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ServerConnection;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One downstream HTTP connection: makes its streams, counts, and knows when it has lived long
 * enough. Confined to its loop.
 */
final class HttpConnection implements ServerConnection.StreamFactory, Drainable {

  private static final int SWITCHING_PROTOCOLS = 101;

  private final ConnectionManagerConfig config;
  private final Channel channel;
  private final ConnectionInfo info;
  private final Worker worker;
  private final ConnectionTimeouts timeouts;
  private final PrematureResets resets;

  private @Nullable ServerConnection codec;
  private int streams;
  private long served;
  private boolean draining;
  private boolean closedByUs;

  HttpConnection(ConnectionManagerConfig config, NetworkConnection connection) {
    this.config = config;
    this.channel = connection.channel();
    this.info = connection.info();
    this.worker = connection.worker();
    this.timeouts = new ConnectionTimeouts(this, worker.timers(), config.connectionLimits());
    this.resets = new PrematureResets(config.runtime());
    timeouts.begin();
    channel.closeFuture().addListener(closed -> timeouts.end());
  }

  /** Before the first bytes say which codec it is: a client that sends none idles, too. */
  void beginWithoutCodec() {
    timeouts.begin();
    channel.closeFuture().addListener(closed -> timeouts.end());
  }

  /** Puts the codec into the pipeline. */
  void begin(Protocol protocol) {
    boolean http2 = protocol == Protocol.HTTP2;
    ServerConnection made =
        http2 ? config.http2(this, worker, info) : config.http1(this, worker, info);
    codec = made;
    boolean tls = info.tls() != null;
    config.stats().connectionOpened(made.protocol(), tls);
    channel.closeFuture().addListener(closed -> ended(made, tls));
    channel.pipeline().addLast("http", (ChannelHandler) made);
    if (draining) {
      made.drain();
    }
  }

  @Override
  public StreamDecoder newStream(StreamEncoder response) {
    streams++;
    served++;
    if (config.connectionLimits().maxRequests() > 0
        && served >= config.connectionLimits().maxRequests()) {
      config.stats().connectionServedEnough();
      drain();
    }
    var streamInfo = new StreamInfo(info, System.currentTimeMillis(), System.nanoTime());
    config.stats().requestBegun(response.protocol());
    return new HttpStream(
        this, response, streamInfo, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
  }

  /** The stream that goes on with a request, which another one had; the filter state is its own. */
  HttpStream again(StreamEncoder response, StreamInfo before, long random) {
    streams++;
    var streamInfo = new StreamInfo(info, System.currentTimeMillis(), System.nanoTime());
    streamInfo.inherit(before);
    config.stats().requestBegun(response.protocol());
    return new HttpStream(this, response, streamInfo, random);
  }

  /** An answer for what this connection manager does not let in at all; null to let it in. */
  @Nullable LocalReply admit(Headers head, HttpStream stream, StreamEncoder client) {
    config.expectations().answer(head, client);
    LocalReply refusal = config.requestRules().apply(head, stream.info(), info);
    if (refusal == null) {
      refusal = config.upgrades().check(head, stream);
    }
    if (refusal == Upgrades.REFUSED && client.protocol() == Protocol.HTTP2) {
      drain(); // what follows may be meant for the protocol that was refused
    }
    return refusal;
  }

  void streamEnded(HttpStream stream) {
    StreamInfo ended = stream.info();
    config.stats().requestEnded(ended.endNanos - ended.startNanos);
    config.accessLog().log(ended, AccessLogType.DOWNSTREAM_END);
    streams--;
    if (!closedByUs && resets.streamEnded(ended.endNanos - ended.startNanos, ended.responseCode)) {
      config.stats().tooManyPrematureResets();
      info.terminationDetails("too_many_premature_resets");
      close();
    }
    if (streams == 0) {
      timeouts.idle();
    }
  }

  @Override
  public void drain() {
    askToGo();
    if (codec == null || codec.protocol() != Protocol.HTTP2) {
      timeouts.drain();
    }
  }

  /** By HTTP/2 at once, by HTTP/1 with the next response. */
  private void askToGo() {
    if (!draining) {
      draining = true;
      config.stats().drainClosed();
    }
    if (codec != null) {
      codec.drain();
    }
  }

  /** As {@link #leave}; but the client of an HTTP/1 connection may be sending just then. */
  void leaveByAge() {
    boolean spared = config.connectionLimits().spareHttp1();
    if (spared && codec != null && codec.protocol() != Protocol.HTTP2) {
      askToGo();
    } else {
      leave();
    }
  }

  /** Drains; closes at once where no codec is there that would do so. */
  void leave() {
    drain();
    if (codec == null) {
      close();
    }
  }

  void close() {
    closedByUs = true;
    if (codec == null) {
      channel.close();
    } else {
      codec.close();
    }
  }

  boolean isDraining() {
    return draining;
  }

  boolean isIdle() {
    return streams == 0;
  }

  ConnectionManagerConfig config() {
    return config;
  }

  ConnectionManagerStats stats() {
    return config.stats();
  }

  Worker worker() {
    return worker;
  }

  long nanos() {
    return System.nanoTime();
  }

  void codecError() {
    config.stats().protocolError();
    closedByUs = true;
  }

  /** Not every reply leaves HTTP/1 with a place where the next request begins. */
  void replies(LocalReply reply, StreamEncoder response) {
    if (config.closesAfter(reply) || reply.details().equals(RequestSteps.TOO_LARGE)) {
      response.closeAfterResponse();
    }
  }

  /** An answer goes out before its request is complete, whose rest HTTP/1 cannot skip. */
  void answeredEarly(StreamEncoder response, int status) {
    if (response.protocol() != Protocol.HTTP2 && status != SWITCHING_PROTOCOLS) {
      config.stats().responseBeforeRequest();
      response.closeAfterResponse();
    }
  }

  private void ended(ServerConnection made, boolean tls) {
    long lived = System.nanoTime() - info.startNanos();
    config.stats().connectionClosed(made.protocol(), tls, closedByUs, streams > 0, lived);
  }
}
