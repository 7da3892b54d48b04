package mesh.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.proxy.worker.Worker;

/**
 * Gives a new connection to the worker that has the fewest of a listener: {@code exact_balance}.
 * Shared by all loops. The loops are not its own: it ends none of them.
 */
final class BalancedLoops extends AbstractEventExecutorGroup implements EventLoopGroup {

  private final EventLoopGroup loops;
  private final List<Worker> workers;
  private final ListenerStats stats;

  BalancedLoops(EventLoopGroup loops, List<Worker> workers, ListenerStats stats) {
    this.loops = loops;
    this.workers = workers;
    this.stats = stats;
  }

  @Override
  public EventLoop next() {
    Worker least = workers.getFirst();
    long fewest = Long.MAX_VALUE;
    for (Worker worker : workers) {
      long active = stats.workers().get(worker.index()).cxActive().value();
      if (active < fewest) {
        fewest = active;
        least = worker;
      }
    }
    return least.loop();
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return next().register(channel);
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    return next().register(promise);
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    return next().register(channel, promise);
  }

  @Override
  public Iterator<EventExecutor> iterator() {
    return loops.iterator();
  }

  @Override
  public boolean isShuttingDown() {
    return loops.isShuttingDown();
  }

  @Override
  public boolean isShutdown() {
    return loops.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return loops.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return loops.awaitTermination(timeout, unit);
  }

  @Override
  public Future<?> terminationFuture() {
    return loops.terminationFuture();
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    throw new UnsupportedOperationException("The loops belong to the process");
  }

  @Override
  @Deprecated
  public void shutdown() {
    throw new UnsupportedOperationException("The loops belong to the process");
  }
}
