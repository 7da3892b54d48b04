package mesh.proxy.filter.http.fault;

import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Injects faults. Stateless, so all streams share one: what a request suffers is kept in its filter
 * state, and only for those that suffer.
 */
final class FaultFilter implements HttpFilter {

  private final String name; // in its chain
  private final String faultKey;
  private final Fault usual;
  private final FaultStats stats;
  private final LongSupplier nanoClock;

  FaultFilter(String name, Fault usual, FaultStats stats, LongSupplier nanoClock) {
    this.name = name;
    this.faultKey = name + ".fault";
    this.usual = usual;
    this.stats = stats;
    this.nanoClock = nanoClock;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    Fault fault = stream.routeConfig(name) instanceof Fault ofRoute ? ofRoute : usual;
    if (!fault.concerns(stream, head)) {
      return Verdict.Flow.CONTINUE;
    }
    RuntimeKeys keys = fault.keys(head);
    long bytesPerSecond = fault.bytesPerSecond(head, keys);
    if (bytesPerSecond != Fault.NONE) {
      ActiveFault active = activate(stream, fault, keys);
      if (active != null) {
        active.pace(new PacedResponse(stream, bytesPerSecond, nanoClock));
      }
    }
    long millis = fault.delayMillis(head, keys);
    if (millis != Fault.NONE) {
      ActiveFault active = activate(stream, fault, keys);
      if (active != null) {
        active.delay(millis);
        return Verdict.Flow.PAUSE;
      }
    }
    LocalReply reply = fault.abort(head, keys);
    ActiveFault active = reply == null ? null : activate(stream, fault, keys);
    return reply == null || active == null ? Verdict.Flow.CONTINUE : active.abort(reply);
  }

  @Override
  public Verdict onResponseData(StreamContext stream, ByteBuf data, boolean endStream) {
    PacedResponse paced =
        stream.info().filterState(faultKey) instanceof ActiveFault fault ? fault.paced() : null;
    if (paced == null) {
      return Verdict.Flow.CONTINUE;
    }
    paced.arrived();
    return Verdict.Flow.PAUSE;
  }

  @Override
  public void onStreamEnd(StreamContext stream) {
    if (stream.info().filterState(faultKey) instanceof ActiveFault fault) {
      fault.end();
    }
  }

  /**
   * The request's faults; null if too many requests suffer already. The limit is checked, then
   * counted: it is fuzzy.
   */
  private @Nullable ActiveFault activate(StreamContext stream, Fault fault, RuntimeKeys keys) {
    if (stream.info().filterState(faultKey) instanceof ActiveFault known) {
      return known;
    }
    if (stats.active().value() >= fault.mostActive()) {
      stats.overflow().increment();
      return null;
    }
    var active = new ActiveFault(stream, fault, stats, keys);
    stream.info().filterState().put(faultKey, active);
    return active;
  }
}
