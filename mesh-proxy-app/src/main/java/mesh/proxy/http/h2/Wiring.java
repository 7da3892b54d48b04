package mesh.proxy.http.h2;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.Set;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.h2.frame.FloodGuard;
import mesh.proxy.http.h2.frame.FrameInput;
import mesh.proxy.http.h2.frame.FrameOutput;
import mesh.proxy.http.h2.head.HeaderBlock;

/**
 * The parts of one connection, Netty's and ours, put together. Confined to one event loop.
 *
 * @param settings what we tell the peer first
 */
record Wiring(
    Http2Connection connection,
    Http2ConnectionDecoder decoder,
    Http2ConnectionEncoder encoder,
    FrameOutput output,
    FloodGuard guard,
    Http2Settings settings) {

  private static final float WINDOW_UPDATE_RATIO = 0.5f; // refilled when half of it is used
  private static final char ENABLE_CONNECT_PROTOCOL = 8;

  static Wiring server(Http2Config config, Http2Stats stats) {
    var block = HeaderBlock.ofRequests(config.limits(), config.underscores());
    return of(true, config, stats, block);
  }

  static Wiring client(Http2Config config, Http2Stats stats) {
    Wiring wiring = of(false, config, stats, HeaderBlock.ofResponses(config.limits()));
    wiring.settings.pushEnabled(false);
    return wiring;
  }

  private static Wiring of(
      boolean server, Http2Config config, Http2Stats stats, HeaderBlock block) {
    var connection = new DefaultHttp2Connection(server);
    connection
        .local()
        .flowController(
            new DefaultHttp2LocalFlowController(connection, WINDOW_UPDATE_RATIO, false));
    connection
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    var guard = new FloodGuard(config.floods());
    var output = new FrameOutput(new HeadEncoder(config.hpackTableSize()), guard, stats.txReset());
    var encoder = new DefaultHttp2ConnectionEncoder(connection, output);
    var input =
        new FrameInput(
            connection, new HeadDecoder(block), guard, output, config.limits().maxHeaderBytes());
    var decoder =
        new DefaultHttp2ConnectionDecoder(
            connection,
            encoder,
            input,
            Http2PromisedRequestVerifier.ALWAYS_VERIFY,
            true,
            true,
            false); // heads are checked where they are decoded
    return new Wiring(connection, decoder, encoder, output, guard, settings(config));
  }

  private static Http2Settings settings(Http2Config config) {
    var settings =
        new Http2Settings()
            .headerTableSize(config.hpackTableSize())
            .maxConcurrentStreams(config.maxConcurrentStreams())
            .initialWindowSize(config.streamWindow());
    settings.put(ENABLE_CONNECT_PROTOCOL, Long.valueOf(config.allowConnect() ? 1 : 0));
    return settings;
  }

  /** Decodes every block of a connection into the same place. */
  private static final class HeadDecoder extends DefaultHttp2HeadersDecoder {

    private static final long UNLIMITED = 0xFFFF_FFFFL; // the block keeps its own limits

    private final HeaderBlock block;

    HeadDecoder(HeaderBlock block) {
      super(false, UNLIMITED);
      this.block = block;
    }

    @Override
    protected Http2Headers newHeaders() {
      return block.begin();
    }
  }

  /** Uses no more of the peer's table than we were told to. */
  private static final class HeadEncoder extends DefaultHttp2HeadersEncoder {

    private static final long FIRST_TABLE_SIZE = 4096;

    /** Values that are secret, or that change from message to message and would flush the table. */
    private static final Set<String> NOT_KEPT =
        Set.of(
            HeaderNames.PATH,
            HeaderNames.CONTENT_LENGTH,
            HeaderNames.LOCATION,
            HeaderNames.SET_COOKIE,
            HeaderNames.X_REQUEST_ID,
            HeaderNames.X_B3_TRACE_ID,
            HeaderNames.X_B3_SPAN_ID,
            HeaderNames.X_B3_PARENT_SPAN_ID,
            HeaderNames.B3,
            HeaderNames.TRACEPARENT,
            "authorization",
            "etag",
            "if-modified-since",
            "if-none-match",
            "last-modified");

    private final long most;

    HeadEncoder(long most) {
      super((name, value) -> name instanceof String text && NOT_KEPT.contains(text), true);
      this.most = most;
      if (most < FIRST_TABLE_SIZE) {
        maxHeaderTableSize(FIRST_TABLE_SIZE);
      }
    }

    @Override
    public void maxHeaderTableSize(long max) {
      try {
        super.maxHeaderTableSize(Math.min(max, most));
      } catch (Http2Exception e) {
        throw new IllegalStateException("Table size was checked before: " + max, e);
      }
    }
  }
}
