package mesh.pilot.serve.ads;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.source.RuleTexts;
import mesh.pilot.status.ProxyStatus;
import mesh.pilot.status.ProxyStatuses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdsServiceIT {

  private static final Node SHOP =
      Node.newBuilder()
          .setId("sidecar~10.0.0.1~shop.default~default.svc.cluster.local")
          .setCluster("shop")
          .build();
  private static final String STOCK = "outbound|80||stock.default.svc.cluster.local";

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Worlds worlds = new Worlds(MeshSettings.USUAL, "credentials");
  private final ProxyStatuses statuses = new ProxyStatuses();
  private final AdsService service =
      new AdsService(
          worlds,
          statuses,
          new AdsStats(new SimpleMeterRegistry()),
          "test",
          threads,
          InstantSource.system());
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = NettyServerBuilder.forAddress(anywhere).addService(service).build().start();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .usePlaintext()
            .build();
    worlds.listen(next -> service.push());
    stockAt("10.0.0.2");
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    threads.shutdownNow();
  }

  @Test
  void sendsTheStateOfTheWorldAndThenWhatChanges() throws Exception {
    var answers = new Answers<DiscoveryResponse>();
    StreamObserver<DiscoveryRequest> proxy =
        AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(answers);

    proxy.onNext(request(ResourceType.CLUSTER).setNode(SHOP).build());
    DiscoveryResponse clusters = answers.next();
    proxy.onNext(acknowledge(clusters, ResourceType.CLUSTER).build());
    proxy.onNext(request(ResourceType.ENDPOINT).addResourceNames(STOCK).build());
    DiscoveryResponse endpoints = answers.next();
    proxy.onNext(acknowledge(endpoints, ResourceType.ENDPOINT).addResourceNames(STOCK).build());

    assertThat(clusters.getResourcesCount()).isEqualTo(1);
    assertThat(address(endpoints)).isEqualTo("10.0.0.2");
    awaitState(ResourceType.ENDPOINT, ProxyStatus.State.SYNCED);

    stockAt("10.0.0.3");
    DiscoveryResponse changed = answers.next();

    assertThat(changed.getTypeUrl()).isEqualTo(ResourceType.ENDPOINT.typeUrl());
    assertThat(address(changed)).isEqualTo("10.0.0.3");
  }

  @Test
  void keepsWhatAProxyRefuses() throws Exception {
    var answers = new Answers<DiscoveryResponse>();
    StreamObserver<DiscoveryRequest> proxy =
        AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(answers);
    proxy.onNext(request(ResourceType.CLUSTER).setNode(SHOP).build());
    DiscoveryResponse clusters = answers.next();

    proxy.onNext(
        request(ResourceType.CLUSTER)
            .setResponseNonce(clusters.getNonce())
            .setErrorDetail(Status.newBuilder().setMessage("too many"))
            .build());

    awaitState(ResourceType.CLUSTER, ProxyStatus.State.NACKED);
    assertThat(statuses.all().iterator().next().types().get(ResourceType.CLUSTER).error())
        .isEqualTo("too many");
  }

  @Test
  void refusesWhoDoesNotSayWhoItIs() throws Exception {
    var answers = new Answers<DiscoveryResponse>();
    StreamObserver<DiscoveryRequest> proxy =
        AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(answers);

    proxy.onNext(request(ResourceType.CLUSTER).setNode(Node.newBuilder().setId("me")).build());

    assertThat(answers.failure())
        .hasMessageStartingWith("INVALID_ARGUMENT: node.id: me (expected: sidecar~ADDRESS~");
  }

  @Test
  void sendsByDeltaOnlyWhatIsNewAndWhatIsGone() throws Exception {
    var answers = new Answers<DeltaDiscoveryResponse>();
    StreamObserver<DeltaDiscoveryRequest> proxy =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(answers);

    proxy.onNext(delta(ResourceType.CLUSTER).setNode(SHOP).build());
    DeltaDiscoveryResponse clusters = answers.next();
    proxy.onNext(delta(ResourceType.CLUSTER).setResponseNonce(clusters.getNonce()).build());
    proxy.onNext(delta(ResourceType.ENDPOINT).addResourceNamesSubscribe(STOCK).build());
    DeltaDiscoveryResponse endpoints = answers.next();
    proxy.onNext(delta(ResourceType.ENDPOINT).setResponseNonce(endpoints.getNonce()).build());

    assertThat(clusters.getResourcesList()).extracting(Resource::getName).containsExactly(STOCK);
    assertThat(endpoints.getResourcesList()).extracting(Resource::getName).containsExactly(STOCK);
    awaitState(ResourceType.ENDPOINT, ProxyStatus.State.SYNCED);

    worlds.replace("test", java.util.List.of());
    DeltaDiscoveryResponse gone = answers.next();

    assertThat(gone.getTypeUrl()).isEqualTo(ResourceType.CLUSTER.typeUrl());
    assertThat(gone.getRemovedResourcesList()).containsExactly(STOCK);
  }

  @Test
  void sendsNothingOfWhatIsTheSame() throws Exception {
    var answers = new Answers<DeltaDiscoveryResponse>();
    StreamObserver<DeltaDiscoveryRequest> proxy =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(answers);
    for (ResourceType type : ResourceType.values()) {
      var first = delta(type).setNode(SHOP);
      if (type == ResourceType.ENDPOINT) {
        first.addResourceNamesSubscribe(STOCK);
      } else if (type == ResourceType.ROUTE) {
        first.addResourceNamesSubscribe("http_proxy");
      }
      proxy.onNext(first.build());
      proxy.onNext(delta(type).setResponseNonce(answers.next().getNonce()).build());
      awaitState(type, ProxyStatus.State.SYNCED);
    }

    stockAt("10.0.0.3");
    DeltaDiscoveryResponse changed = answers.next();

    assertThat(changed.getTypeUrl()).isEqualTo(ResourceType.ENDPOINT.typeUrl());
    assertThat(changed.getResourcesList()).extracting(Resource::getName).containsExactly(STOCK);
    proxy.onNext(delta(ResourceType.ENDPOINT).setResponseNonce(changed.getNonce()).build());
    awaitState(ResourceType.ENDPOINT, ProxyStatus.State.SYNCED);
    assertThat(answers.isSilent()).isTrue();
  }

  @Test
  void aProxyThatDoesNotAnswerGetsTheNewestOnceItDoes() throws Exception {
    var slow = new Answers<DeltaDiscoveryResponse>();
    StreamObserver<DeltaDiscoveryRequest> sleeper =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(slow);
    sleeper.onNext(
        delta(ResourceType.ENDPOINT).setNode(SHOP).addResourceNamesSubscribe(STOCK).build());
    DeltaDiscoveryResponse unanswered = slow.next();
    var answers = new Answers<DeltaDiscoveryResponse>();
    StreamObserver<DeltaDiscoveryRequest> proxy =
        AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(answers);
    proxy.onNext(
        delta(ResourceType.ENDPOINT).setNode(SHOP).addResourceNamesSubscribe(STOCK).build());
    for (int at = 3; at < 10; at++) {
      proxy.onNext(
          delta(ResourceType.ENDPOINT).setResponseNonce(answers.next().getNonce()).build());
      stockAt("10.0.0." + at);
    }

    assertThat(slow.isSilent()).isTrue();
    sleeper.onNext(delta(ResourceType.ENDPOINT).setResponseNonce(unanswered.getNonce()).build());
    DeltaDiscoveryResponse newest = slow.next();

    assertThat(newest.getResources(0).getResource().unpack(ClusterLoadAssignment.class).toString())
        .contains("10.0.0.9");
    assertThat(slow.isSilent()).isTrue();
  }

  private void awaitState(ResourceType type, ProxyStatus.State state) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end) {
      boolean isThere =
          statuses.all().stream()
              .map(status -> status.types().get(type))
              .anyMatch(of -> of != null && of.state() == state);
      if (isThere) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError(type + " is not " + state);
  }

  private void stockAt(String address) {
    String yaml =
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: stock}
        spec:
          hosts: [stock.default.svc.cluster.local]
          resolution: STATIC
          ports: [{number: 80, name: http, protocol: HTTP}]
          endpoints: [{address: %s}]
        """
            .formatted(address);
    worlds.replace("test", RuleTexts.rules(yaml));
  }

  private static String address(DiscoveryResponse response) throws Exception {
    return response
        .getResources(0)
        .unpack(ClusterLoadAssignment.class)
        .getEndpoints(0)
        .getLbEndpoints(0)
        .getEndpoint()
        .getAddress()
        .getSocketAddress()
        .getAddress();
  }

  private static DiscoveryRequest.Builder request(ResourceType type) {
    return DiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  private static DiscoveryRequest.Builder acknowledge(
      DiscoveryResponse response, ResourceType type) {
    return request(type)
        .setVersionInfo(response.getVersionInfo())
        .setResponseNonce(response.getNonce());
  }

  private static DeltaDiscoveryRequest.Builder delta(ResourceType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  private static final class Answers<A> implements StreamObserver<A> {

    private final BlockingQueue<A> queue = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    A next() throws InterruptedException {
      A answer = queue.poll(5, TimeUnit.SECONDS);
      assertThat(answer).as("a response").isNotNull();
      return answer;
    }

    boolean isSilent() throws InterruptedException {
      return queue.poll(200, TimeUnit.MILLISECONDS) == null;
    }

    Throwable failure() throws InterruptedException {
      return failures.poll(5, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(A answer) {
      queue.add(answer);
    }

    @Override
    public void onError(Throwable error) {
      failures.add(error);
    }

    @Override
    public void onCompleted() {}
  }
}
