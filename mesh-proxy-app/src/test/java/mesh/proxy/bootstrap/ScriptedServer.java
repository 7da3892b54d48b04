package mesh.proxy.bootstrap;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A management server that says what the test tells it to, be it right or wrong. */
final class ScriptedServer extends AggregatedDiscoveryServiceImplBase implements AutoCloseable {

  static final String TYPES = "type.googleapis.com/";

  private final Server server;
  private final BlockingQueue<DiscoveryRequest> requests = new LinkedBlockingQueue<>();
  private volatile StreamObserver<DiscoveryResponse> stream;
  private int nonce;

  ScriptedServer() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(this)
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The next request for a type that is named by the end of its URL. */
  DiscoveryRequest next(String type) throws InterruptedException {
    while (true) {
      DiscoveryRequest request = requests.poll(15, TimeUnit.SECONDS);
      if (request == null) {
        throw new AssertionError("No request for " + type);
      }
      if (request.getTypeUrl().endsWith("." + type)) {
        return request;
      }
    }
  }

  /** Sends a response of one type; gives its nonce. */
  String send(String version, Message... resources) {
    var response = DiscoveryResponse.newBuilder().setVersionInfo(version);
    for (Message resource : resources) {
      response.addResources(Any.pack(resource));
    }
    return send(response.setTypeUrl(TYPES + resources[0].getDescriptorForType().getFullName()));
  }

  synchronized String send(DiscoveryResponse.Builder response) {
    String name = "n" + ++nonce;
    stream.onNext(response.setNonce(name).build());
    return name;
  }

  /** Ends the stream of the moment. */
  void hangUp() {
    stream.onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
  }

  @Override
  public StreamObserver<DiscoveryRequest> streamAggregatedResources(
      StreamObserver<DiscoveryResponse> responses) {
    stream = responses;
    return new StreamObserver<>() {
      @Override
      public void onNext(DiscoveryRequest request) {
        requests.add(request);
      }

      @Override
      public void onError(Throwable failure) {
        // the proxy went away
      }

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
