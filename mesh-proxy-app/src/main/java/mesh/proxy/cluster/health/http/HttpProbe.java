package mesh.proxy.cluster.health.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.function.Consumer;
import mesh.proxy.cluster.health.CheckResult;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeClient;
import mesh.proxy.cluster.health.ProbeContext;
import mesh.proxy.cluster.health.ProbeTarget;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** Asks one host over HTTP. Confined to the control loop, but for what its client calls. */
final class HttpProbe implements Probe {

  private static final String USER_AGENT = "Envoy/HC";
  private static final String IMMEDIATE_FAIL = "x-envoy-immediate-health-check-fail";
  private static final String DEGRADED = "x-envoy-degraded";
  private static final String CHECKED_CLUSTER = "x-envoy-upstream-healthchecked-cluster";

  private final HttpCheckConfig config;
  private final ProbeTarget target;
  private final ProbeContext context;
  private final ProbeClient client;
  private @Nullable Disposable asked;

  HttpProbe(HttpCheckConfig config, ProbeTarget target, ProbeContext context) {
    this.config = config;
    this.target = target;
    this.context = context;
    this.client = new ProbeClient(target, context, config.http2());
  }

  @Override
  public void check(Consumer<CheckResult> answer) {
    asked =
        client
            .http()
            .request(HttpMethod.valueOf(config.method()))
            .uri(config.path())
            .send(this::request)
            .response(this::judge)
            .next()
            .onErrorReturn(CheckResult.NETWORK_FAILURE)
            .defaultIfEmpty(CheckResult.NETWORK_FAILURE)
            .subscribe(answer);
  }

  @Override
  public void abandon() {
    if (asked != null) {
      asked.dispose();
    }
    client.abandon();
  }

  @Override
  public void close() {
    if (asked != null) {
      asked.dispose();
    }
    client.close();
  }

  private Publisher<Void> request(HttpClientRequest request, NettyOutbound outbound) {
    HttpHeaders sent = request.requestHeaders();
    sent.clear();
    Headers head = head();
    for (int at = 0; at < head.size(); at++) {
      String name = head.name(at);
      if (name.equals(HeaderNames.AUTHORITY)) {
        sent.set("host", head.value(at));
      } else if (!name.startsWith(":")) {
        sent.add(name, head.value(at));
      }
    }
    if (config.body().length == 0) {
      return outbound;
    }
    sent.set("content-length", config.body().length);
    return outbound.send(Mono.just(Unpooled.wrappedBuffer(config.body())));
  }

  private Headers head() {
    var head = new Headers();
    head.add(HeaderNames.METHOD, config.method());
    head.add(HeaderNames.PATH, config.path());
    head.add(HeaderNames.AUTHORITY, target.authority(config.host()));
    head.add(HeaderNames.USER_AGENT, USER_AGENT);
    if (config.headers().doSomething()) {
      var connection = new ConnectionInfo(target.address(), target.address());
      var info =
          new StreamInfo(connection, context.clockMillis().getAsLong(), connection.startNanos());
      info.requestHead = head;
      info.upstreamHost = target.host();
      info.upstreamClusterName = target.clusterName();
      config.headers().apply(head, info);
    }
    return head;
  }

  private Publisher<CheckResult> judge(HttpClientResponse response, ByteBufFlux body) {
    if (config.receive().isEmpty()) {
      return body.then(Mono.fromSupplier(() -> judge(response, true)));
    }
    return found(body.asByteArray()).map(found -> judge(response, found));
  }

  /** Reads all of the body, keeps what may be looked at. */
  private Mono<Boolean> found(Flux<byte[]> body) {
    return body.collect(() -> new Prefix(config.bufferBytes()), Prefix::add)
        .map(prefix -> config.receive().areIn(prefix.bytes(), prefix.length()));
  }

  private CheckResult judge(HttpClientResponse response, boolean bodyIsRight) {
    int status = response.status().code();
    HttpHeaders head = response.responseHeaders();
    if (!config.expected().contain(status)) {
      boolean excluded = head.contains(IMMEDIATE_FAIL);
      if (config.retriable().contain(status)) {
        return excluded ? CheckResult.FAILED_RETRIABLY_EXCLUDED : CheckResult.FAILED_RETRIABLY;
      }
      return excluded ? CheckResult.FAILED_EXCLUDED : CheckResult.FAILED;
    }
    if (!bodyIsRight || !isTheService(head)) {
      return CheckResult.FAILED;
    }
    return head.contains(DEGRADED) ? CheckResult.DEGRADED : CheckResult.HEALTHY;
  }

  private boolean isTheService(HttpHeaders head) {
    if (config.service() == null || !context.verifyCluster().getAsBoolean()) {
      return true;
    }
    context.verified().increment();
    String name = head.get(CHECKED_CLUSTER);
    return config.service().matches(name == null ? "" : name);
  }
}
