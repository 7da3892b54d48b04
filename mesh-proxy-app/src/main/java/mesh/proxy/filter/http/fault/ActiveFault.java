package mesh.proxy.filter.http.fault;

import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/**
 * What one request suffers. Confined to its event loop; the request is one active fault, however
 * many it suffers.
 */
final class ActiveFault extends Timers.Timeout {

  private final StreamContext stream;
  private final Fault fault;
  private final FaultStats stats;
  private final RuntimeKeys keys;
  private @Nullable PacedResponse paced;
  private boolean active = true;

  ActiveFault(StreamContext stream, Fault fault, FaultStats stats, RuntimeKeys keys) {
    this.stream = stream;
    this.fault = fault;
    this.stats = stats;
    this.keys = keys;
    stats.active().increment();
  }

  /** Slows the response down. */
  void pace(PacedResponse response) {
    paced = response;
    stats.throttled().increment();
  }

  @Nullable PacedResponse paced() {
    return paced;
  }

  /** Makes the request wait; whoever calls pauses it. */
  void delay(long millis) {
    stats.delayed(fault.countedCluster(stream.requestHead()));
    stream.info().flag(ResponseFlag.DELAY_INJECTED);
    stream.info().addDynamicMetadata(fault.metadata());
    stream.worker().timers().set(this, millis);
  }

  /** Notes that the request is answered instead. */
  LocalReply abort(LocalReply reply) {
    stats.aborted(fault.countedCluster(stream.requestHead()));
    stream.info().addDynamicMetadata(fault.metadata());
    return reply;
  }

  /** The delay is over: an abort may follow it. */
  @Override
  protected void expired() {
    Headers head = stream.requestHead();
    LocalReply reply = fault.abort(head, keys);
    if (reply != null) {
      stream.reply(abort(reply));
      return;
    }
    if (!fault.throttles()) {
      release();
    }
    stream.resumeRequest();
  }

  /** The stream is over. */
  void end() {
    stream.worker().timers().cancel(this);
    if (paced != null) {
      paced.end();
    }
    release();
  }

  private void release() {
    if (active) {
      active = false;
      stats.active().decrement();
    }
  }
}
