package mesh.proxy.worker;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A control loop on an event loop, so that clients for cold calls can run there too. */
public final class EventLoopControl implements ControlLoop {

  private final EventLoop loop;

  public EventLoopControl(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var future = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean isHere() {
    return loop.inEventLoop();
  }
}
