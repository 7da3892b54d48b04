package mesh.proxy.cluster.health.grpc;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import mesh.proxy.cluster.health.CheckResult;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeClient;
import mesh.proxy.cluster.health.ProbeContext;
import mesh.proxy.cluster.health.ProbeTarget;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** Asks one host over gRPC. Confined to the control loop, but for what its client calls. */
final class GrpcProbe implements Probe {

  private static final String PATH = "/grpc.health.v1.Health/Check";
  private static final String STATUS = "grpc-status";
  private static final int OK = 200;

  private final GrpcHealthChecker config;
  private final ProbeTarget target;
  private final ProbeContext context;
  private final ProbeClient client;
  private @Nullable Disposable asked;

  GrpcProbe(GrpcHealthChecker config, ProbeTarget target, ProbeContext context) {
    this.config = config;
    this.target = target;
    this.context = context;
    this.client = new ProbeClient(target, context, true);
  }

  @Override
  public void check(Consumer<CheckResult> answer) {
    asked =
        client
            .http()
            .post()
            .uri(PATH)
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
    sent.set("host", target.authority(config.authority()));
    sent.set("te", "trailers");
    sent.set("content-type", "application/grpc");
    sent.set("user-agent", "Envoy/HC");
    if (config.metadata().doSomething()) {
      addMetadata(sent);
    }
    return outbound.send(
        Mono.just(Unpooled.wrappedBuffer(HealthMessage.request(config.service()))));
  }

  private void addMetadata(HttpHeaders sent) {
    var connection = new ConnectionInfo(target.address(), target.address());
    var info =
        new StreamInfo(connection, context.clockMillis().getAsLong(), connection.startNanos());
    info.upstreamHost = target.host();
    info.upstreamClusterName = target.clusterName();
    var metadata = new Headers();
    config.metadata().apply(metadata, info);
    for (int at = 0; at < metadata.size(); at++) {
      sent.add(metadata.name(at), metadata.value(at));
    }
  }

  private Publisher<CheckResult> judge(HttpClientResponse response, ByteBufFlux body) {
    return body.asByteArray()
        .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
        .flatMap(
            bytes ->
                status(response)
                    .map(status -> judge(response.status().code(), status, bytes.toByteArray())));
  }

  private static CheckResult judge(int httpStatus, String grpcStatus, byte[] body) {
    boolean passed = httpStatus == OK && grpcStatus.equals("0") && HealthMessage.isServing(body);
    return passed ? CheckResult.HEALTHY : CheckResult.FAILED;
  }

  /** From the trailers, or from the head if that is all there was. */
  private static Mono<String> status(HttpClientResponse response) {
    String inHead = response.responseHeaders().get(STATUS);
    if (inHead != null) {
      return Mono.just(inHead);
    }
    return response.trailerHeaders().map(trailers -> trailers.get(STATUS, "")).defaultIfEmpty("");
  }
}
