package mesh.proxy.bootstrap.operate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mesh.proxy.admin.page.ServerControl;
import mesh.proxy.listener.Listeners;

/** Does what an operator asks for. */
final class Operator implements ServerControl {

  private final Operated rooms;
  private final Runnable quit;

  Operator(Operated rooms, Runnable quit) {
    this.rooms = rooms;
    this.quit = quit;
  }

  @Override
  public void drain(Drain how) {
    Listeners listeners = rooms.listeners();
    if (!how.graceful()) {
      listeners.stopAccepting(how.inboundOnly());
      return;
    }
    listeners.drainConnections(how.inboundOnly(), listeners.drainTime());
    if (!how.keepsListening()) {
      Thread.ofVirtual().name("drain").start(() -> stopAfterDrain(how.inboundOnly()));
    }
  }

  @Override
  public void quit() {
    quit.run();
  }

  @Override
  public void reopenLogs() {
    rooms.logFiles().reopen();
  }

  private void stopAfterDrain(boolean inboundOnly) {
    long nanos = rooms.listeners().drainTime().toNanos();
    long end = System.nanoTime() + nanos;
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(Math.min(end - System.nanoTime(), TimeUnit.SECONDS.toNanos(1)));
    }
    rooms.listeners().stopAccepting(inboundOnly);
  }
}
