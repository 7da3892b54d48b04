package mesh.proxy.cluster.health.grpc;

import static mesh.proxy.cluster.health.ProbeHarness.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.proxy.cluster.health.CheckResult;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcHealthCheckerIT {

  private final ProbeHarness harness = new ProbeHarness();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Server server = server();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    harness.close();
  }

  @Test
  void servingPasses() throws Exception {
    Probe probe = probe("");

    assertThat(ask(probe)).isEqualTo(CheckResult.HEALTHY);
    assertThat(ask(probe)).isEqualTo(CheckResult.HEALTHY);
    assertThat(seen).contains("authority backend", "agent Envoy/HC");
  }

  @Test
  void aServiceCanBeAskedFor() throws Exception {
    assertThat(ask(probe("service_name: 'shop'"))).isEqualTo(CheckResult.HEALTHY);
    assertThat(ask(probe("service_name: 'closed'"))).isEqualTo(CheckResult.FAILED);
    assertThat(ask(probe("service_name: 'unheard-of'"))).isEqualTo(CheckResult.FAILED);
  }

  @Test
  void authorityAndMetadataAreSent() throws Exception {
    ask(probe("authority: 'auth' initial_metadata { header { key: 'x-check' value: 'yes' } }"));

    assertThat(seen).contains("authority auth", "x-check yes");
  }

  @Test
  void nobodyThereIsANetworkFailure() throws Exception {
    var probe = harness.probe(new GrpcHealthCheckerFactory(), "", ProbeHarness.nobody(), "");

    assertThat(ask(probe)).isEqualTo(CheckResult.NETWORK_FAILURE);
  }

  private Probe probe(String config) {
    return harness.probe(
        new GrpcHealthCheckerFactory(), config, server.getListenSockets().getFirst(), "");
  }

  /** {@code grpc.health.v1.Health} as gRPC's own server speaks it. */
  private Server server() {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    var service =
        ServerServiceDefinition.builder("grpc.health.v1.Health")
            .addMethod(
                method,
                ServerCalls.asyncUnaryCall(
                    (request, answer) -> {
                      String asked =
                          request.length == 0 ? "" : new String(request, 2, request.length - 2);
                      switch (asked) {
                        case "", "shop" -> {
                          answer.onNext(new byte[] {8, 1}); // SERVING
                          answer.onCompleted();
                        }
                        case "closed" -> {
                          answer.onNext(new byte[] {8, 2}); // NOT_SERVING
                          answer.onCompleted();
                        }
                        default -> answer.onError(Status.NOT_FOUND.asException());
                      }
                    }))
            .build();
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(ServerInterceptors.intercept(service, new Recorder()))
        .build();
  }

  /** Writes down what calls are made with. */
  private final class Recorder implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
      seen.add("authority " + call.getAuthority());
      seen.add("agent " + metadata.get(key("user-agent")));
      seen.add("x-check " + metadata.get(key("x-check")));
      return next.startCall(call, metadata);
    }

    private Metadata.Key<String> key(String name) {
      return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
  }

  /** Messages as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
