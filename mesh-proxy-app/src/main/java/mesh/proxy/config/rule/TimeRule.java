package mesh.proxy.config.rule;

import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import mesh.proxy.config.Fields;
import org.jspecify.annotations.Nullable;

/** What a duration must be. Immutable. */
record TimeRule(
    @Nullable Duration exactly, Range<Duration> limits, List<Duration> in, List<Duration> notIn)
    implements ValueRule {

  static TimeRule of(Validate.DurationRules rules) {
    return new TimeRule(
        rules.hasConst() ? read(rules.getConst()) : null,
        new Range<>(
            rules.hasGt() ? read(rules.getGt()) : null,
            rules.hasGte() ? read(rules.getGte()) : null,
            rules.hasLt() ? read(rules.getLt()) : null,
            rules.hasLte() ? read(rules.getLte()) : null),
        rules.getInList().stream().map(TimeRule::read).toList(),
        rules.getNotInList().stream().map(TimeRule::read).toList());
  }

  @Override
  public @Nullable String refusal(Object value) {
    var proto = (Message) value;
    Duration time = Duration.ofSeconds((long) Fields.first(proto), (int) Fields.second(proto));
    if (exactly != null && !exactly.equals(time)) {
      return seconds(exactly);
    }
    if (!limits.contains(time)) {
      return "a duration" + limits.text(TimeRule::seconds);
    }
    if (!in.isEmpty() && !in.contains(time)) {
      return "one of " + list(in, TimeRule::seconds);
    }
    return notIn.contains(time) ? "none of " + list(notIn, TimeRule::seconds) : null;
  }

  private static String list(List<Duration> times, Function<Duration, String> write) {
    return String.join(", ", times.stream().map(write).toList());
  }

  private static Duration read(com.google.protobuf.Duration proto) {
    return Duration.ofSeconds(proto.getSeconds(), proto.getNanos());
  }

  /** {@code 0.25s}, as it is written in a configuration. */
  static String seconds(Duration time) {
    var decimal =
        java.math.BigDecimal.valueOf(time.getSeconds())
            .add(java.math.BigDecimal.valueOf(time.getNano(), 9));
    return (decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString()) + "s";
  }
}
