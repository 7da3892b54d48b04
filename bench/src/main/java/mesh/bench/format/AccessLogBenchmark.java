package mesh.bench.format;

import java.util.concurrent.TimeUnit;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.format.TextFormatter;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One line of Envoy's usual access log. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AccessLogBenchmark {

  private static final String ENVOY =
      "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\""
          + " %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION%"
          + " %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% \"%REQ(X-FORWARDED-FOR)%\""
          + " \"%REQ(USER-AGENT)%\" \"%REQ(X-REQUEST-ID)%\" \"%REQ(:AUTHORITY)%\""
          + " \"%UPSTREAM_HOST%\"\n";

  private final TextFormatter format =
      TextFormatter.of("format", ENVOY, TextFormatter.Missing.DASH);
  private final StringBuilder line = new StringBuilder(1024);
  private final StreamInfo info =
      new StreamInfo(
          new ConnectionInfo(
              ProtoValue.hostAndPort("127.0.0.1", 80), ProtoValue.hostAndPort("127.0.0.1", 1234)),
          System.currentTimeMillis(),
          System.nanoTime());

  /** Gives the stream a head. */
  @Setup
  public void setUp() {
    info.requestHead =
        Headers.request("GET", "http", "service-1.default.svc.cluster.local", "/items?id=1")
            .add("user-agent", "curl/7.88.1")
            .add("x-forwarded-for", "10.0.0.1")
            .add("x-request-id", "7f9d3c1e-6f52-4a37-9d3b-0c4a1f3d2b11");
  }

  /** Prints the line; returns its characters. */
  @Benchmark
  public int print() {
    line.setLength(0);
    format.print(info, line);
    return line.length();
  }
}
