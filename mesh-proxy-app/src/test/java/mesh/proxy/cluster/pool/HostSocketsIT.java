package mesh.proxy.cluster.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mesh.proxy.cluster.ClusterConfig;
import mesh.proxy.cluster.ClusterTexts;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.TestClusters;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.worker.FakeControlLoop;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostSocketsIT {

  private static final int ROUNDS = 20;

  private final Transport transport = Transport.detect();
  private final EventLoopGroup loops = transport.newLoops("sockets-test", 1);
  private final Worker worker = Workers.of(loops).all().getFirst();
  private final EventLoop loop = worker.loop();

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  // The kernel gives the lowest free number, so the new socket gets that of the closed one.
  @Test
  void eventsOfASocketThatWasJustClosedDoNotReachTheNextOne() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var host =
          new Endpoint(
              server.getLocalSocketAddress(),
              "",
              EndpointConfig.of(server.getLocalSocketAddress()),
              0);
      var sockets = new HostSockets(cluster().get("backend"), transport);
      for (int round = 0; round < ROUNDS; round++) {
        try (var closer = new Pair(server);
            var closed = new Pair(server)) {
          Promise<Void> connected = loop.newPromise();
          closer.onRead(
              () -> {
                closed.channel.close();
                Future<Void> next =
                    sockets.connect(host, worker, null, TlsTarget.of(""), (channel, facts) -> {});
                next.addListener(
                    done -> {
                      if (done.isSuccess()) {
                        connected.setSuccess(null);
                      } else {
                        connected.setFailure(done.cause());
                      }
                    });
              });
          whileTheLoopIsBusy(
              () -> {
                closer.peer.getOutputStream().write(1);
                closed.peer.getOutputStream().write(1);
                closed.peer.close();
              });

          assertThat(connected.await(5, TimeUnit.SECONDS)).isTrue();
          assertThat(connected.cause()).isNull();
          server.accept().close();
        }
      }
    }
  }

  /** What {@code peers} do is told to the loop at once afterwards. */
  private void whileTheLoopIsBusy(Peers peers) throws Exception {
    var busy = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    loop.execute(
        () -> {
          busy.countDown();
          try {
            done.await(5, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    busy.await();
    peers.act();
    Thread.sleep(20); // until the kernel has queued the events of all sockets
    done.countDown();
  }

  @FunctionalInterface
  private interface Peers {
    void act() throws Exception;
  }

  /** A connection of the loop, with its other end. */
  private final class Pair implements AutoCloseable {

    final Channel channel;
    final Socket peer;
    private volatile Runnable onRead = () -> {};

    Pair(ServerSocket server) throws Exception {
      channel =
          new Bootstrap()
              .group(loop)
              .channel(transport.channelTo(server.getLocalSocketAddress()))
              .handler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                      ReferenceCountUtil.release(message);
                      onRead.run();
                    }
                  })
              .connect(server.getLocalSocketAddress())
              .sync()
              .channel();
      peer = server.accept();
    }

    void onRead(Runnable task) {
      onRead = task;
    }

    @Override
    public void close() throws Exception {
      channel.close().sync();
      peer.close();
    }
  }

  private static Clusters cluster() {
    var runtime = new Runtime(bound -> 0);
    var clusters = TestClusters.on(new FakeControlLoop(), Stats.root(), runtime);
    clusters.apply(
        ClusterConfig.parse(
            ClusterTexts.cluster(ClusterTexts.TWO_HOSTS),
            TestClusters.extensions(runtime, System::nanoTime)));
    return clusters;
  }
}
