package mesh.proxy.cluster.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.worker.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressRaceIT {

  private static final SocketAddress V4 = ProtoValue.hostAndPort("10.0.0.1", 1);
  private static final SocketAddress OTHER_V4 = ProtoValue.hostAndPort("10.0.0.2", 1);
  private static final SocketAddress V6 = ProtoValue.hostAndPort("::1", 1);

  private final Transport transport = Transport.detect();
  private final EventLoopGroup loops = transport.newLoops("race-test", 1);
  private final EventLoop loop = loops.next();
  private final List<SocketAddress> dialled = new ArrayList<>();
  private final List<Channel> silent = new ArrayList<>();

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void familiesTakeTurns() {
    assertThat(AddressRace.interleaved(List.of(V4, OTHER_V4, V6)))
        .containsExactly(V4, V6, OTHER_V4);
    assertThat(AddressRace.interleaved(List.of(V6, V4, OTHER_V4)))
        .containsExactly(V6, V4, OTHER_V4);
  }

  @Test
  void anAddressThatRefusesGivesWayAtOnce() throws Exception {
    try (var server = server()) {
      SocketAddress alive = server.getLocalSocketAddress();

      Channel winner = race(nobody(), alive).get(5, TimeUnit.SECONDS);

      assertThat(winner.remoteAddress()).isEqualTo(alive);
      assertThat(dialled).hasSize(2);
    }
  }

  @Test
  void anAddressThatIsSilentGivesWayInTime() throws Exception {
    try (var server = server()) {
      SocketAddress alive = server.getLocalSocketAddress();

      Channel winner = race(V4, alive).get(5, TimeUnit.SECONDS);

      assertThat(winner.remoteAddress()).isEqualTo(alive);
      assertThat(silent.getFirst().closeFuture().await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theFirstThatAnswersIsEnough() throws Exception {
    try (var server = server()) {
      race(server.getLocalSocketAddress(), V4).get(5, TimeUnit.SECONDS);

      assertThat(dialled).hasSize(1);
    }
  }

  @Test
  void ifNobodyAnswersTheLastFailureCounts() throws Exception {
    var race = race(nobody(), nobody());

    assertThat(race.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(race.cause()).hasMessageContaining("refused");
  }

  private io.netty.util.concurrent.Future<Channel> race(SocketAddress... addresses)
      throws Exception {
    var race = new AddressRace(List.of(addresses), this::dial, loop);
    return loop.submit(race::run).get(5, TimeUnit.SECONDS);
  }

  private ChannelFuture dial(SocketAddress address) {
    dialled.add(address);
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(transport.channelTo(address))
            .handler(new ChannelInboundHandlerAdapter());
    if (address != V4) {
      return bootstrap.connect(address);
    }
    Channel never = bootstrap.register().channel(); // asked, and never heard of again
    silent.add(never);
    return never.newPromise();
  }

  private static ServerSocket server() throws Exception {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static SocketAddress nobody() throws Exception {
    try (var socket = server()) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }
}
