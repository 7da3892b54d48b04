package mesh.pilot.serve.ads;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests and changes to a stream, one after the other. At most one request and one change
 * wait: the next request is read when the last one is served, and a change that comes while one
 * waits is the same. So neither a proxy that floods nor one that is slow costs the others anything.
 */
final class Connection<Q, A> implements StreamObserver<Q> {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Stream<Q> stream;
  private final ServerCallStreamObserver<A> proxy;
  private final Executor turns;
  private final Consumer<Connection<Q, A>> whenEnded;
  private final AtomicBoolean pushWaits = new AtomicBoolean();

  /**
   * Reads the first request.
   *
   * @param turns runs one task after the other
   */
  Connection(
      Stream<Q> stream,
      ServerCallStreamObserver<A> proxy,
      Executor turns,
      Consumer<Connection<Q, A>> whenEnded) {
    this.stream = stream;
    this.proxy = proxy;
    this.turns = turns;
    this.whenEnded = whenEnded;
    proxy.setOnCancelHandler(() -> turns.execute(this::end)); // with it, writing is no failure
    proxy.disableAutoRequest();
    proxy.request(1);
  }

  /** The world is another. */
  void push() {
    if (pushWaits.compareAndSet(false, true)) {
      turns.execute(
          () -> {
            pushWaits.set(false);
            serve(stream::push);
          });
    }
  }

  @Override
  public void onNext(Q request) {
    turns.execute(
        () -> {
          serve(() -> stream.request(request));
          proxy.request(1);
        });
  }

  @Override
  public void onError(Throwable error) {
    turns.execute(this::end);
  }

  @Override
  public void onCompleted() {
    turns.execute(
        () -> {
          end();
          proxy.onCompleted();
        });
  }

  private void serve(Runnable task) {
    if (proxy.isCancelled()) {
      return;
    }
    try {
      task.run();
    } catch (InvalidConfigException e) {
      fail(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Stream ends, for its configuration could not be made");
      fail(Status.INTERNAL.withDescription(e.toString()));
    }
  }

  private void fail(Status status) {
    end();
    proxy.onError(status.asRuntimeException());
  }

  private void end() {
    whenEnded.accept(this);
    stream.end();
  }
}
