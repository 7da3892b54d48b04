package mesh.pilot.serve.secure;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import mesh.identity.SpiffeId;
import mesh.identity.client.Identity;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.serve.ads.AdsService;
import mesh.pilot.serve.ads.AdsStats;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.status.ProxyStatuses;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SecureServerIT {

  private static final TestAuthority AUTHORITY = TestAuthority.of("cluster.local");
  private static final String PILOT = "spiffe://cluster.local/ns/istio-system/sa/mesh-pilot";
  private static final String STOCK = "spiffe://cluster.local/ns/shop/sa/stock";
  private static final String NODE = "sidecar~10.0.0.1~stock-1.shop~shop.svc.cluster.local";

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final ProxyStatuses statuses = new ProxyStatuses();
  private final SecureServer server =
      new SecureServer(
          0,
          new AdsService(
              new Worlds(MeshSettings.USUAL, "credentials"),
              statuses,
              new AdsStats(new SimpleMeterRegistry()),
              "test",
              threads,
              InstantSource.system()),
          new OwnNamespace("cluster.local"));
  private final List<ManagedChannel> channels = new ArrayList<>();

  @BeforeEach
  void start() {
    server.renewed(identity(AUTHORITY.issue(PILOT)));
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
    threads.shutdownNow();
  }

  @Test
  void servesProxiesOfTheMesh() throws Exception {
    Answer<DiscoveryResponse> state = ask(AUTHORITY.issue(STOCK), node("", ""));
    var delta = new Answer<DeltaDiscoveryResponse>();
    var differences =
        AggregatedDiscoveryServiceGrpc.newStub(channel(AUTHORITY.issue(STOCK)))
            .deltaAggregatedResources(delta);
    differences.onNext(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(ResourceType.CLUSTER.typeUrl())
            .setNode(node("shop", "stock"))
            .build());

    assertThat(state.next().getTypeUrl()).isEqualTo(ResourceType.CLUSTER.typeUrl());
    assertThat(delta.next().getTypeUrl()).isEqualTo(ResourceType.CLUSTER.typeUrl());
  }

  @Test
  void refusesTheNamespaceOfOthers() throws Exception {
    String other = "spiffe://cluster.local/ns/billing/sa/stock";

    assertThat(ask(AUTHORITY.issue(other), node("", "")).failure())
        .hasMessage(
            "PERMISSION_DENIED: node %s is of the namespace shop, but its certificate is for %s"
                .formatted(NODE, other));
    assertThat(ask(AUTHORITY.issue(STOCK), node("billing", "")).failure())
        .hasMessage(
            "PERMISSION_DENIED: node %s is of the namespace billing, but its certificate is for %s"
                .formatted(NODE, STOCK));
    assertThat(statuses.all()).isEmpty();
  }

  @Test
  void refusesTheServiceAccountOfOthers() throws Exception {
    assertThat(ask(AUTHORITY.issue(STOCK), node("shop", "admin")).failure())
        .hasMessage(
            "PERMISSION_DENIED: node %s says that its service account is admin, but its certificate is for %s"
                .formatted(NODE, STOCK));
  }

  @Test
  void refusesOtherTrustDomainsAndOtherNames() throws Exception {
    assertThat(ask(AUTHORITY.issue("spiffe://other.test/ns/shop/sa/stock"), node("", "")).failure())
        .hasMessage(
            "PERMISSION_DENIED: certificate: spiffe://other.test/ns/shop/sa/stock"
                + " (expected: the trust domain cluster.local)");
    assertThat(ask(AUTHORITY.issue("stock.example"), node("", "")).failure())
        .hasMessage("PERMISSION_DENIED: certificate: 0 URIs (expected: one, spiffe://...)");
  }

  @Test
  void refusesCertificatesOfOtherRootsAndNone() throws Exception {
    var stranger = TestAuthority.of("cluster.local").issue(STOCK);

    assertThat(ask(stranger, node("", "")).failure()).hasMessageStartingWith("UNAVAILABLE");
    assertThat(ask(null, node("", "")).failure()).hasMessageStartingWith("UNAVAILABLE");
    assertThat(statuses.all()).isEmpty();
  }

  @Test
  void theServiceItselfRefusesNodesWithoutName() throws Exception {
    assertThat(ask(AUTHORITY.issue(STOCK), Node.newBuilder().setId("me").build()).failure())
        .hasMessageStartingWith("INVALID_ARGUMENT: node.id: me ");
  }

  @Test
  void newConnectionsHaveTheNewCertificateAndOldOnesGoOn() throws Exception {
    var before = ask(AUTHORITY.issue(STOCK), node("", ""));
    before.next();
    var next = AUTHORITY.issue(PILOT);

    server.renewed(identity(next));

    assertThat(shown().getSerialNumber()).isEqualTo(next.certificate().getSerialNumber());
    before.ask(ResourceType.LISTENER);
    assertThat(before.next().getTypeUrl()).isEqualTo(ResourceType.LISTENER.typeUrl());
  }

  private static Identity identity(TestAuthority.Issued issued) {
    return new Identity(
        SpiffeId.parse(PILOT),
        issued.key().getPrivate(),
        List.of(issued.certificate()),
        List.of(AUTHORITY.root()));
  }

  private static Node node(String namespace, String account) {
    var metadata = Struct.newBuilder();
    if (!namespace.isEmpty()) {
      metadata.putFields("NAMESPACE", Value.newBuilder().setStringValue(namespace).build());
    }
    if (!account.isEmpty()) {
      metadata.putFields("SERVICE_ACCOUNT", Value.newBuilder().setStringValue(account).build());
    }
    return Node.newBuilder().setId(NODE).setCluster("stock").setMetadata(metadata).build();
  }

  private Answer<DiscoveryResponse> ask(TestAuthority.Issued own, Node node) throws Exception {
    var answer = new Answer<DiscoveryResponse>();
    answer.proxy =
        AggregatedDiscoveryServiceGrpc.newStub(channel(own)).streamAggregatedResources(answer);
    answer.proxy.onNext(
        DiscoveryRequest.newBuilder()
            .setTypeUrl(ResourceType.CLUSTER.typeUrl())
            .setNode(node)
            .build());
    return answer;
  }

  private ManagedChannel channel(TestAuthority.Issued own) throws Exception {
    // The server is known by its identity and not by a name.
    var trust =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
            .build();
    trust.updateTrustCredentials(new X509Certificate[] {AUTHORITY.root()});
    var credentials = TlsChannelCredentials.newBuilder().trustManager(trust);
    if (own != null) {
      var key = new AdvancedTlsX509KeyManager();
      key.updateIdentityCredentials(
          new X509Certificate[] {own.certificate()}, own.key().getPrivate());
      credentials.keyManager(key);
    }
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("localhost", server.port(), credentials.build()).build();
    channels.add(channel);
    return channel;
  }

  // By a client without certificate: the server shows its own all the same.
  private X509Certificate shown() throws Exception {
    var seen = new LinkedBlockingQueue<X509Certificate>();
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Looking(seen)}, new SecureRandom());
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var tls =
            (SSLSocket)
                context.getSocketFactory().createSocket(plain, "localhost", server.port(), true)) {
      tls.startHandshake();
    } catch (IOException e) {
      if (seen.isEmpty()) {
        throw new UncheckedIOException(e);
      }
    }
    return seen.poll(1, TimeUnit.SECONDS);
  }

  private record Looking(BlockingQueue<X509Certificate> seen) implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen.add(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Answer<A> implements StreamObserver<A> {

    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    private StreamObserver<DiscoveryRequest> proxy;

    void ask(ResourceType type) {
      proxy.onNext(DiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl()).build());
    }

    @SuppressWarnings("unchecked")
    A next() throws InterruptedException {
      Object answer = answers.poll(10, TimeUnit.SECONDS);
      assertThat(answer).isNotNull().isNotInstanceOf(Throwable.class);
      return (A) answer;
    }

    Throwable failure() throws InterruptedException {
      Object answer = answers.poll(10, TimeUnit.SECONDS);
      assertThat(answer).isInstanceOf(StatusRuntimeException.class);
      return (Throwable) answer;
    }

    @Override
    public void onNext(A answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable error) {
      answers.add(error);
    }

    @Override
    public void onCompleted() {
      answers.add("end");
    }
  }
}
