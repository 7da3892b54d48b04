package mesh.bench.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;
import mesh.proxy.http.Headers;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;
import mesh.proxy.http.h2.head.HeaderBlock;
import mesh.proxy.http.h2.head.HpackReader;
import mesh.proxy.http.h2.head.HpackWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One request head compressed and read again; all but the request's id is in the tables. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HpackBenchmark {

  private static final int TABLE_BYTES = 4096;
  private static final int SCRATCH_BYTES = 65536;

  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final HeaderBlock block =
      HeaderBlock.ofRequests(HttpLimits.ENVOY, UnderscorePolicy.ALLOW);
  private final HpackReader reader = HpackReader.into(block, scratch);
  private final HpackWriter writer = new HpackWriter(scratch, TABLE_BYTES);
  private final ByteBuf wire = Unpooled.directBuffer(1024);
  private final Headers head =
      Headers.request("GET", "http", "service-1.default.svc.cluster.local", "/items?id=1")
          .add("user-agent", "curl/7.88.1")
          .add("accept", "*/*")
          .add("x-forwarded-proto", "http");

  private int requests;

  /** Writes and reads. */
  @Benchmark
  public Headers roundTrip() throws Http2Exception {
    head.set("x-request-id", Integer.toString(requests++));
    wire.clear();
    writer.write(head, wire);
    block.begin();
    reader.read(wire);
    return block.take();
  }
}
