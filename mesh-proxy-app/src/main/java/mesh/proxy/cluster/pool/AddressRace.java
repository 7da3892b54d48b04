package mesh.proxy.cluster.pool;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connects to whichever of an endpoint's addresses answers first. Confined to one event loop.
 *
 * <p>Source: RFC 8305 sections 4 and 5: address families take turns, and the next address is tried
 * when one fails or does not answer within 300 ms, which is Envoy's delay.
 */
final class AddressRace {

  private static final long HEAD_START_MILLIS = 300;

  private final Queue<SocketAddress> waiting;
  private final Function<SocketAddress, ChannelFuture> dial;
  private final EventExecutor loop;
  private final Promise<Channel> winner;
  private final List<Channel> running = new ArrayList<>();
  private @Nullable ScheduledFuture<?> next;

  /**
   * Nothing is tried yet.
   *
   * @param addresses at least one, preferred first
   */
  AddressRace(
      List<SocketAddress> addresses,
      Function<SocketAddress, ChannelFuture> dial,
      EventExecutor loop) {
    this.waiting = new ArrayDeque<>(interleaved(addresses));
    this.dial = dial;
    this.loop = loop;
    this.winner = loop.newPromise();
  }

  /** The first connection that stands; the failure of the last one if none does. */
  Future<Channel> run() {
    tryNext();
    return winner;
  }

  private void tryNext() {
    cancelTimer();
    SocketAddress address = waiting.poll();
    if (address == null || winner.isDone()) {
      return;
    }
    ChannelFuture attempt = dial.apply(address);
    Channel channel = attempt.channel();
    running.add(channel);
    if (!waiting.isEmpty()) {
      next = loop.schedule(this::tryNext, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
    }
    attempt.addListener(
        done -> {
          running.remove(channel);
          if (done.isSuccess()) {
            connected(channel);
          } else {
            failed(done.cause());
          }
        });
  }

  private void connected(Channel channel) {
    if (winner.trySuccess(channel)) {
      cancelTimer();
      waiting.clear();
      running.forEach(Channel::close);
    } else {
      channel.close();
    }
  }

  private void failed(Throwable cause) {
    if (!waiting.isEmpty()) {
      loop.execute(this::tryNext); // not among events that epoll told before, see HostSockets
    } else if (running.isEmpty()) {
      winner.tryFailure(cause);
    }
  }

  private void cancelTimer() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  /** The order of each family stays; the family of the first address begins. */
  static List<SocketAddress> interleaved(List<SocketAddress> addresses) {
    Queue<SocketAddress> first = new ArrayDeque<>();
    Queue<SocketAddress> second = new ArrayDeque<>();
    for (SocketAddress address : addresses) {
      (isV6(address) == isV6(addresses.getFirst()) ? first : second).add(address);
    }
    List<SocketAddress> mixed = new ArrayList<>(addresses.size());
    while (!first.isEmpty() || !second.isEmpty()) {
      if (!first.isEmpty()) {
        mixed.add(first.remove());
      }
      if (!second.isEmpty()) {
        mixed.add(second.remove());
      }
    }
    return mixed;
  }

  private static boolean isV6(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
  }
}
