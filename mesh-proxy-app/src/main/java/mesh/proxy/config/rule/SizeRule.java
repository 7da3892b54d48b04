package mesh.proxy.config.rule;

import io.envoyproxy.pgv.validate.Validate;
import java.util.Collection;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * How many elements a list or map has.
 *
 * @param most unlimited if negative
 */
record SizeRule(long least, long most, boolean unique, boolean mayBeEmpty) implements ValueRule {

  private static final long UNLIMITED = -1;

  static @Nullable SizeRule of(Validate.RepeatedRules rules) {
    long most = rules.hasMaxItems() ? rules.getMaxItems() : UNLIMITED;
    return of(new SizeRule(rules.getMinItems(), most, rules.getUnique(), rules.getIgnoreEmpty()));
  }

  static @Nullable SizeRule of(Validate.MapRules rules) {
    long most = rules.hasMaxPairs() ? rules.getMaxPairs() : UNLIMITED;
    return of(new SizeRule(rules.getMinPairs(), most, false, rules.getIgnoreEmpty()));
  }

  private static @Nullable SizeRule of(SizeRule rule) {
    return rule.least == 0 && rule.most == UNLIMITED && !rule.unique ? null : rule;
  }

  @Override
  public @Nullable String refusal(Object value) {
    var elements = (Collection<?>) value;
    if (elements.isEmpty() && mayBeEmpty) {
      return null;
    }
    if (elements.size() < least) {
      return "at least " + count(least);
    }
    if (most != UNLIMITED && elements.size() > most) {
      return "at most " + count(most);
    }
    return unique && new HashSet<Object>(elements).size() < elements.size()
        ? "no element twice"
        : null;
  }

  private static String count(long elements) {
    return elements + (elements == 1 ? " element" : " elements");
  }
}
