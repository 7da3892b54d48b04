package mesh.proxy.route.ratelimit;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.route.ratelimit.Descriptor.Entry;
import org.jspecify.annotations.Nullable;

/** How descriptors are made for requests: one entry of {@code rate_limits}. Immutable. */
public final class RateLimitRule {

  private final int stage;
  private final String disableKey;
  private final DescriptorAction[] actions;
  private final HitsAddend hits;

  RateLimitRule(int stage, String disableKey, List<DescriptorAction> actions, HitsAddend hits) {
    this.stage = stage;
    this.disableKey = disableKey;
    this.actions = actions.toArray(DescriptorAction[]::new);
    this.hits = hits;
  }

  /** Filters of this stage use the rule. */
  public int stage() {
    return stage;
  }

  /** The runtime key that switches the rule off; empty if there is none. */
  public String disableKey() {
    return disableKey;
  }

  /** What the request is counted under; null if it is not counted. */
  public @Nullable Descriptor describe(RequestFacts facts) {
    var entries = new ArrayList<Entry>(actions.length);
    for (DescriptorAction action : actions) {
      Entry entry = action.entry(facts);
      if (entry == null) {
        return null;
      }
      if (entry != DescriptorAction.SKIPPED) {
        entries.add(entry);
      }
    }
    return new Descriptor(entries);
  }

  /**
   * How many times the request counts; {@link HitsAddend#UNKNOWN} if it should say so itself and
   * does not.
   */
  public long hits(RequestFacts facts) {
    return hits.count(facts.info());
  }
}
