package mesh.proxy.config.rule;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import io.envoyproxy.pgv.validate.Validate;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which constants of an enum are right. Immutable. */
final class EnumRule implements ValueRule {

  private final Validate.EnumRules rules;

  EnumRule(Validate.EnumRules rules) {
    this.rules = rules;
  }

  @Override
  public @Nullable String refusal(Object value) {
    var constant = (EnumValueDescriptor) value;
    return isRight(constant) ? null : "one of " + String.join(", ", right(constant));
  }

  private boolean isRight(EnumValueDescriptor constant) {
    int number = constant.getNumber();
    return (!rules.getDefinedOnly() || constant.getType().findValueByNumber(number) != null)
        && (!rules.hasConst() || rules.getConst() == number)
        && (rules.getInCount() == 0 || rules.getInList().contains(number))
        && !rules.getNotInList().contains(number);
  }

  private List<String> right(EnumValueDescriptor constant) {
    Predicate<EnumValueDescriptor> right = this::isRight;
    return constant.getType().getValues().stream()
        .filter(right)
        .map(EnumValueDescriptor::getName)
        .toList();
  }
}
