package mesh.proxy.config.rule;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.envoyproxy.pgv.validate.Validate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import mesh.proxy.config.Fields;
import org.jspecify.annotations.Nullable;

/** What a point in time must be, compared with the moment of the check where the rule says so. */
record TimestampRule(Validate.TimestampRules rules, Range<Instant> limits, Clock clock)
    implements ValueRule {

  static TimestampRule of(Validate.TimestampRules rules) {
    var limits =
        new Range<>(
            rules.hasGt() ? read(rules.getGt()) : null,
            rules.hasGte() ? read(rules.getGte()) : null,
            rules.hasLt() ? read(rules.getLt()) : null,
            rules.hasLte() ? read(rules.getLte()) : null);
    return new TimestampRule(rules, limits, Clock.systemUTC());
  }

  @Override
  public @Nullable String refusal(Object value) {
    var proto = (Message) value;
    Instant time = Instant.ofEpochSecond((long) Fields.first(proto), (int) Fields.second(proto));
    if (rules.hasConst() && !read(rules.getConst()).equals(time)) {
      return read(rules.getConst()).toString();
    }
    if (!limits.contains(time)) {
      return "a time" + limits.text(Instant::toString);
    }
    Instant now = clock.instant();
    if (rules.getLtNow() && !time.isBefore(now)) {
      return "a time in the past";
    }
    if (rules.getGtNow() && !time.isAfter(now)) {
      return "a time in the future";
    }
    var within = Duration.ofSeconds(rules.getWithin().getSeconds(), rules.getWithin().getNanos());
    return rules.hasWithin() && Duration.between(time, now).abs().compareTo(within) > 0
        ? "a time within " + TimeRule.seconds(within) + " of now"
        : null;
  }

  private static Instant read(Timestamp proto) {
    return Instant.ofEpochSecond(proto.getSeconds(), proto.getNanos());
  }
}
