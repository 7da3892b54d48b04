package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Our end of one connection: a thread of its own reads all that arrives, so that nothing is missed
 * while the script writes or waits.
 */
final class Peer implements Closeable {

  /** What became of the connection: the other end closed it, or reset it, or we left. */
  enum Fate {
    KEPT,
    CLOSED,
    RESET,
    LEFT
  }

  private final Socket socket;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private Fate fate = Fate.KEPT;
  private long lastArrival = System.nanoTime();

  Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    Thread.ofVirtual().start(this::read);
  }

  /** Bytes that the other end no longer takes are dropped: its fate tells. */
  void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // the reading thread sees the same
    }
  }

  /** Waits until the condition holds, the other end closes, or time is up. */
  boolean await(Predicate<byte[]> condition, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      while (true) {
        if (condition.test(received.toByteArray())) {
          return true;
        }
        long left = deadline - System.nanoTime();
        if (fate != Fate.KEPT || left <= 0) {
          return false;
        }
        var _ = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  void awaitClose(Duration atMost) {
    var _ = await(bytes -> false, atMost);
  }

  byte[] received() {
    lock.lock();
    try {
      return received.toByteArray();
    } finally {
      lock.unlock();
    }
  }

  Fate fate() {
    lock.lock();
    try {
      return fate;
    } finally {
      lock.unlock();
    }
  }

  /** When the last byte, or the end, arrived: nanoTime. */
  long lastArrival() {
    lock.lock();
    try {
      return lastArrival;
    } finally {
      lock.unlock();
    }
  }

  void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // closed already
    }
  }

  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // closed already
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // closed all the same
    }
  }

  /** Steps that mean the same on both sides of the proxy. */
  boolean perform(Step step, Duration patience) {
    switch (step) {
      case Step.Send send -> write(send.bytes());
      case Step.Pause pause -> sleep(pause.length());
      case Step.Until until -> {
        var _ = await(bytes -> new String(bytes, ISO_8859_1).contains(until.text()), patience);
      }
      case Step.Stall stall -> awaitClose(Duration.ofSeconds(10));
      case Step.Finish finish -> finish();
      case Step.Close close -> leave(this::close);
      case Step.Reset reset -> leave(this::reset);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void leave(Runnable closing) {
    arrived(new byte[0], 0, Fate.LEFT);
    closing.run();
  }

  private static void sleep(Duration length) {
    try {
      TimeUnit.NANOSECONDS.sleep(length.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    byte[] buffer = new byte[16384];
    try {
      int count = socket.getInputStream().read(buffer);
      while (count >= 0) {
        arrived(buffer, count, Fate.KEPT);
        count = socket.getInputStream().read(buffer);
      }
      arrived(buffer, 0, Fate.CLOSED);
    } catch (IOException e) {
      arrived(buffer, 0, Fate.RESET);
    }
  }

  private void arrived(byte[] buffer, int count, Fate now) {
    lock.lock();
    try {
      received.write(buffer, 0, count);
      fate = fate == Fate.KEPT ? now : fate; // what is first stays
      lastArrival = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
