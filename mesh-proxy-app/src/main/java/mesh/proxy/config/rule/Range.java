package mesh.proxy.config.rule;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two ends, each of which may be missing. If the lower end is above the upper one, what lies
 * between them is excluded.
 */
record Range<T extends Comparable<T>>(
    @Nullable T gt, @Nullable T gte, @Nullable T lt, @Nullable T lte) {

  boolean isOpen() {
    return gt == null && gte == null && lt == null && lte == null;
  }

  boolean contains(T value) {
    boolean above =
        (gt == null || value.compareTo(gt) > 0) && (gte == null || value.compareTo(gte) >= 0);
    boolean below =
        (lt == null || value.compareTo(lt) < 0) && (lte == null || value.compareTo(lte) <= 0);
    return isOutside() ? above || below : above && below;
  }

  boolean isOutside() {
    T low = gt == null ? gte : gt;
    T high = lt == null ? lte : lt;
    return low != null && high != null && low.compareTo(high) > 0;
  }

  /** {@code " from 0 to 65535"}, {@code " > 0"}, {@code " > 0 and < 10"}; empty if open. */
  String text(Function<T, String> write) {
    if (gte != null && lte != null && !isOutside()) {
      return " from " + write.apply(gte) + " to " + write.apply(lte);
    }
    String low =
        gt != null ? " > " + write.apply(gt) : gte != null ? " >= " + write.apply(gte) : "";
    String high =
        lt != null ? " < " + write.apply(lt) : lte != null ? " <= " + write.apply(lte) : "";
    String link = low.isEmpty() || high.isEmpty() ? "" : isOutside() ? " or" : " and";
    return low + link + high;
  }
}
