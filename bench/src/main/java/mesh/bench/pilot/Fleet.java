package mesh.bench.pilot;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Many proxies of one Pilot, and changes by its Rules API: prints how long each change takes from
 * the request until the last proxy has acknowledged it.
 *
 * <p>Arguments: xDS port of Pilot, its HTTP port, the file with its token, proxies, services,
 * services whose one workload moves, changes of each kind. Prints one line of JSON.
 */
public final class Fleet {

  private static final long PATIENCE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 150;
  private static final int WARM_UP = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String rules;
  private final String token;
  private final List<FakeProxy> proxies = new ArrayList<>();
  private volatile Watch watch = new Watch("", "", 0);

  /** What the proxies wait for: a text in a resource of a type. */
  private static final class Watch {

    final String type;
    final String text;
    final CountDownLatch left;
    volatile long last;

    Watch(String type, String text, int proxies) {
      this.type = type;
      this.text = text;
      this.left = new CountDownLatch(proxies);
    }

    void taken(FakeProxy.Taken taken) {
      if (!taken.type().equals(type)) {
        return;
      }
      for (var resource : taken.resources()) {
        if (contains(resource, text)) {
          last = System.nanoTime();
          left.countDown();
          return;
        }
      }
    }

    private static boolean contains(
        io.envoyproxy.envoy.service.discovery.v3.Resource resource, String text) {
      return resource
          .getResource()
          .getValue()
          .toString(java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains(text);
    }
  }

  private Fleet(String rules, String token) {
    this.rules = rules;
    this.token = token;
  }

  /** Runs the whole measurement. */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    String token = Files.readString(Path.of(args[2])).strip();
    int count = Integer.parseInt(args[3]);
    int services = Integer.parseInt(args[4]);
    int moving = Integer.parseInt(args[5]);
    int changes = Integer.parseInt(args[6]);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var fleet = new Fleet("http://127.0.0.1:" + args[1] + "/api/v1/namespaces/default/", token);
    double synced = fleet.connect(port, count, services, loops);
    fleet.measure(WARM_UP, at -> endpoint(at, moving, 1));
    double[] endpoint = fleet.measure(changes, at -> endpoint(at, moving, 2));
    fleet.measure(WARM_UP, at -> rule(at, "warm"));
    double[] rule = fleet.measure(changes, at -> rule(at, "rule"));
    System.out.printf(
        Locale.ROOT,
        "{\"synced_ms\": %.0f, \"endpoint_p50\": %.1f, \"endpoint_p99\": %.1f,"
            + " \"rule_p50\": %.1f, \"rule_p99\": %.1f}%n",
        synced,
        percentile(endpoint, 50),
        percentile(endpoint, 99),
        percentile(rule, 50),
        percentile(rule, 99));
    System.out.flush();
    Runtime.getRuntime().halt(0); // two hundred channels need no ceremony
  }

  private double connect(int port, int count, int services, EventLoopGroup loops)
      throws InterruptedException {
    long begin = System.nanoTime();
    for (int at = 0; at < count; at++) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .eventLoopGroup(loops)
              .channelType(NioSocketChannel.class)
              .directExecutor()
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .usePlaintext()
              .build();
      proxies.add(
          new FakeProxy(
              channel, "10.1." + at / 250 + "." + (at % 250 + 1), taken -> watch.taken(taken)));
    }
    long end = begin + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (proxies.stream().anyMatch(proxy -> proxy.endpoints() < services)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not all proxies got all endpoints");
      }
      Thread.sleep(5);
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  /** Milliseconds of each change, from the request to the last acknowledgement. */
  private double[] measure(int changes, IntFunction<Change> change)
      throws IOException, InterruptedException {
    double[] took = new double[changes];
    for (int at = 0; at < changes; at++) {
      Change next = change.apply(at);
      var waiting = new Watch(next.type(), next.text(), proxies.size());
      watch = waiting;
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(rules + next.name()))
              .header("authorization", "Bearer " + token)
              .header("content-type", "application/yaml")
              .PUT(HttpRequest.BodyPublishers.ofString(next.rule()))
              .build();
      long begin = System.nanoTime();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      if (!waiting.left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            waiting.left.getCount() + " proxies did not get " + next.text());
      }
      took[at] = (waiting.last - begin) / 1e6;
      Thread.sleep(PAUSE_MILLIS);
    }
    return took;
  }

  private record Change(String name, String rule, String type, String text) {}

  private static Change endpoint(int at, int moving, int round) {
    int service = at % moving;
    String address = "10.9." + (round * 100 + at / 250) + "." + (at % 250 + 1);
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: moving-%d, namespace: default}
        spec: {address: %s, labels: {app: service-%d}}
        """
            .formatted(service, address, service);
    return new Change("workloadentries/moving-" + service, rule, FakeProxy.ENDPOINT, address);
  }

  private static Change rule(int at, String word) {
    String header = "x-" + word + "-" + at + "-";
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: changing, namespace: default}
        spec:
          hosts: [service-0]
          http:
          - match: [{headers: {%s: {exact: a}}}]
            route: [{destination: {host: service-1}}]
          - route: [{destination: {host: service-0}}]
        """
            .formatted(header);
    return new Change("virtualservices/changing", rule, FakeProxy.ROUTE, header);
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int at = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
    return sorted[Math.max(0, at)];
  }
}
