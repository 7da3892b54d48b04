package mesh.bench.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.http.h1.Http1ServerConnection;
import mesh.proxy.worker.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One request read and its answer written, through the handler of a downstream connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Http1Benchmark {

  private static final String REQUEST =
      """
      GET /service/1/items?id=1 HTTP/1.1
      host: service-1.default.svc.cluster.local
      user-agent: curl/7.88.1
      accept: */*
      x-request-id: 7f9d3c1e-6f52-4a37-9d3b-0c4a1f3d2b11
      x-forwarded-proto: http

      """
          .replace("\n", "\r\n");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ByteBuf request =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer()
              .writeBytes(REQUEST.getBytes(StandardCharsets.ISO_8859_1))
              .asReadOnly());
  private final ByteBuf body = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeZero(100));
  private final Headers answer =
      Headers.response(200)
          .add("server", "envoy")
          .add("date", "Sat, 28 Nov 2026 10:00:00 GMT")
          .add("content-type", "text/plain")
          .add("content-length", "100")
          .add("x-envoy-upstream-service-time", "0");

  /** Puts the handler into a channel without a socket. */
  @Setup
  public void setUp() {
    EventLoopGroup loop = channel.eventLoop();
    var worker = Workers.of(loop).all().getFirst();
    var info =
        new ConnectionInfo(
            ProtoValue.hostAndPort("127.0.0.1", 80), ProtoValue.hostAndPort("127.0.0.1", 1234));
    channel
        .pipeline()
        .addLast(new Http1ServerConnection(Http1Config.ENVOY, Answering::new, worker, info));
  }

  @TearDown
  public void tearDown() {
    channel.finishAndReleaseAll();
  }

  /** Reads and answers; returns the bytes of the answer. */
  @Benchmark
  public int exchange() {
    channel.writeInbound(request.duplicate());
    channel.runPendingTasks();
    int bytes = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      bytes += out.readableBytes();
      out.release();
    }
    return bytes;
  }

  /** Answers as soon as the head is there. */
  private final class Answering implements StreamDecoder {

    private final StreamEncoder response;

    private Answering(StreamEncoder response) {
      this.response = response;
    }

    @Override
    public void onHead(Headers head, boolean endStream) {
      response.writeHead(answer, false);
      response.writeData(body.duplicate(), true);
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      data.release();
    }

    @Override
    public void onTrailers(Headers trailers) {}

    @Override
    public void onReset(ResetReason reason, String details) {}
  }
}
