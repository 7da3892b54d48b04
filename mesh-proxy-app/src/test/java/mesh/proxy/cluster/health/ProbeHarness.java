package mesh.proxy.cluster.health;

import com.google.protobuf.Message;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mesh.proxy.cluster.ClusterTexts;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.Transport;

/** Asks real servers with a checker under test. */
public final class ProbeHarness implements AutoCloseable {

  private final Transport transport = Transport.detect();
  private final EventLoopGroup loops = transport.newLoops("probe-test", 1);
  private final Counter verified = Stats.root().counter("verify_cluster");

  /** A probe for {@code address}, whose endpoint wants to be called {@code hostname}. */
  public <P extends Message> Probe probe(
      HealthCheckerFactory<P> factory, String config, SocketAddress address, String hostname) {
    return probe(factory, config, address, hostname, true);
  }

  /** The same; says whether connections are kept between checks. */
  public <P extends Message> Probe probe(
      HealthCheckerFactory<P> factory,
      String config,
      SocketAddress address,
      String hostname,
      boolean reuse) {
    P proto = ClusterTexts.message(factory.prototype(), config);
    factory.supported().check(proto);
    var host = new Endpoint(address, "", EndpointConfig.of(address), 0);
    var target = new ProbeTarget("backend", () -> address, host, hostname, null);
    var context =
        new ProbeContext(
            new ClientLoops(loops.next(), transport), reuse, () -> true, verified, () -> 0);
    return factory.bind(proto).probe(target, context);
  }

  /** One answer, which must come within seconds. */
  public static CheckResult ask(Probe probe) throws Exception {
    var answer = new CompletableFuture<CheckResult>();
    probe.check(answer::complete);
    return answer.get(10, TimeUnit.SECONDS);
  }

  /** How often the name of the service was verified. */
  public long verifications() {
    return verified.value();
  }

  /** Where nobody listens. */
  public static InetSocketAddress nobody() throws java.io.IOException {
    try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
