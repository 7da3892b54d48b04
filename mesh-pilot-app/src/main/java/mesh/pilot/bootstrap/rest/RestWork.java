package mesh.pilot.bootstrap.rest;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Runs what reads much or waits for a disk off the event loops, one after the other. */
@Component
final class RestWork implements DisposableBean {

  private static final int MOST_WAITING = 64;

  private final Scheduler scheduler = Schedulers.newBoundedElastic(1, MOST_WAITING, "rules-api");

  /** The result of the work; 503 if too much waits already. */
  <T> Mono<T> run(Callable<T> work) {
    return Mono.fromCallable(work)
        .subscribeOn(scheduler)
        .onErrorMap(
            RejectedExecutionException.class,
            e ->
                new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "Too many changes wait already", e));
  }

  @Override
  public void destroy() {
    scheduler.dispose();
  }
}
