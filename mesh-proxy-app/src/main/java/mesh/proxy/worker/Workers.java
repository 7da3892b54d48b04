package mesh.proxy.worker;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All workers of the process. Immutable: the loops are fixed at start. */
public final class Workers {

  private final List<Worker> all;
  private final Map<EventLoop, Worker> byLoop = new IdentityHashMap<>();

  private Workers(List<Worker> all) {
    this.all = List.copyOf(all);
    all.forEach(worker -> byLoop.put(worker.loop(), worker));
  }

  /** One worker for each loop of {@code group}. */
  public static Workers of(EventLoopGroup group) {
    var workers = new ArrayList<Worker>();
    for (EventExecutor loop : group) {
      workers.add(new Worker((EventLoop) loop, workers.size()));
    }
    return new Workers(workers);
  }

  public List<Worker> all() {
    return all;
  }

  public int count() {
    return all.size();
  }

  /** The worker on whose loop this is called; null on any other thread. */
  public @Nullable Worker current() {
    for (int at = 0; at < all.size(); at++) { // as many as there are cores
      if (all.get(at).loop().inEventLoop()) {
        return all.get(at);
      }
    }
    return null;
  }

  /** The worker whose loop runs {@code channel}. */
  public Worker of(Channel channel) {
    return of(channel.eventLoop());
  }

  /**
   * The worker of a loop.
   *
   * @throws IllegalArgumentException if the loop is not one of ours
   */
  public Worker of(EventLoop loop) {
    Worker worker = byLoop.get(loop);
    if (worker == null) {
      throw new IllegalArgumentException("Not a worker's loop: " + loop);
    }
    return worker;
  }
}
