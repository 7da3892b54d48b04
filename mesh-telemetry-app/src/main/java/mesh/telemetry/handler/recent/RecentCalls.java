package mesh.telemetry.handler.recent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.handler.CallHandler;
import org.jspecify.annotations.Nullable;

/**
 * A ring of calls; failed ones have a ring of their own, so that a flood of good ones does not wash
 * them away. Shared by all threads, without a lock.
 */
public final class RecentCalls implements CallHandler {

  private static final int SHARE_OF_FAILED = 4; // a quarter

  private final Ring good;
  private final Ring bad;

  /** Keeps this many. */
  public RecentCalls(int most) {
    int failed = Math.max(1, most / SHARE_OF_FAILED);
    bad = new Ring(failed);
    good = new Ring(Math.max(1, most - failed));
  }

  @Override
  public void handle(Call call) {
    boolean isBad = call.isFailed() || call.isRefused() || call.outcome().flags().bits() != 0;
    (isBad ? bad : good).add(call);
  }

  /** The newest first. */
  public List<Call> list(Predicate<Call> wanted, int most) {
    var found = new ArrayList<Call>();
    good.collect(wanted, found);
    bad.collect(wanted, found);
    found.sort((a, b) -> Long.compare(b.id(), a.id()));
    return found.size() <= most ? found : List.copyOf(found.subList(0, most));
  }

  /** The call with this number; null if it is not kept any more. */
  public @Nullable Call find(long id) {
    List<Call> found = list(call -> call.id() == id, 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  private static final class Ring {

    private final AtomicReferenceArray<@Nullable Call> slots;
    private final AtomicLong next = new AtomicLong();

    Ring(int size) {
      slots = new AtomicReferenceArray<>(size);
    }

    void add(Call call) {
      slots.set((int) (next.getAndIncrement() % slots.length()), call);
    }

    void collect(Predicate<Call> wanted, List<Call> to) {
      for (int i = 0; i < slots.length(); i++) {
        Call call = slots.get(i);
        if (call != null && wanted.test(call)) {
          to.add(call);
        }
      }
    }
  }
}
