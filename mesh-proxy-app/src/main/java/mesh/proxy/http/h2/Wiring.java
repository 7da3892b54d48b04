package mesh.proxy.http.h2;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import mesh.proxy.http.h2.frame.FloodGuard;
import mesh.proxy.http.h2.frame.FrameInput;
import mesh.proxy.http.h2.frame.FrameOutput;
import mesh.proxy.http.h2.head.HeaderBlock;
import mesh.proxy.http.h2.head.HpackReader;
import mesh.proxy.http.h2.head.HpackWriter;

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

  static Wiring server(Http2Config config, Http2Stats stats, byte[] scratch) {
    var block = HeaderBlock.ofRequests(config.limits(), config.underscores());
    Wiring wiring = of(true, config, stats, block, scratch);
    wiring
        .connection
        .remote()
        .maxActiveStreams(config.maxConcurrentStreams()); // acknowledged or not
    return wiring;
  }

  static Wiring client(Http2Config config, Http2Stats stats, byte[] scratch) {
    Wiring wiring = of(false, config, stats, HeaderBlock.ofResponses(config.limits()), scratch);
    wiring.settings.pushEnabled(false);
    return wiring;
  }

  private static Wiring of(
      boolean server, Http2Config config, Http2Stats stats, HeaderBlock block, byte[] scratch) {
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
    var output =
        new FrameOutput(new HpackWriter(scratch, config.hpackTableSize()), guard, stats.txReset());
    var encoder = new DefaultHttp2ConnectionEncoder(connection, output);
    var input =
        new FrameInput(
            connection,
            HpackReader.into(block, scratch),
            block,
            guard,
            output,
            config.limits().maxHeaderBytes());
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
}
