package mesh.proxy.config.rule;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate;
import java.util.List;
import mesh.proxy.config.Fields;
import mesh.proxy.config.Findings;
import mesh.proxy.config.ShownValue;
import mesh.proxy.config.Trail;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one field. Immutable.
 *
 * @param required if the field must be set
 * @param descends if the values are messages with rules of their own
 * @param whole about the value, or the list or map as a whole
 * @param keys about each key of a map
 * @param each about each element of a list, or value of a map
 */
record FieldRules(
    FieldDescriptor field,
    boolean required,
    boolean descends,
    @Nullable ValueRule whole,
    @Nullable ValueRule keys,
    @Nullable ValueRule each) {

  private static final String REQUIRED = "set: it is required";

  static FieldRules compile(FieldDescriptor field, Validate.FieldRules rules) {
    boolean required =
        field.getRealContainingOneof() == null // else the oneof's own rule says it
            && (rules.getMessage().getRequired()
                || rules.getDuration().getRequired()
                || rules.getTimestamp().getRequired()
                || rules.getAny().getRequired());
    boolean descends = !rules.getMessage().getSkip() && hasRulesBelow(field);
    if (field.isMapField()) {
      var entry = field.getMessageType();
      var map = rules.getMap();
      return new FieldRules(
          field,
          required,
          descends && !map.getValues().getMessage().getSkip(),
          SizeRule.of(map),
          ValueRules.compile(entry.findFieldByNumber(1), map.getKeys()),
          ValueRules.compile(entry.findFieldByNumber(2), map.getValues()));
    }
    if (field.isRepeated()) {
      var list = rules.getRepeated();
      return new FieldRules(
          field,
          required,
          descends && !list.getItems().getMessage().getSkip(),
          SizeRule.of(list),
          null,
          ValueRules.compile(field, list.getItems()));
    }
    return new FieldRules(field, required, descends, ValueRules.compile(field, rules), null, null);
  }

  boolean checksAnything() {
    return required || descends || whole != null || keys != null || each != null;
  }

  void check(Message message, Trail trail, Findings findings) {
    if (field.isRepeated()) {
      checkElements(message, trail, findings);
    } else if (!field.hasPresence() || message.hasField(field)) {
      trail.field(field);
      checkValue(whole, message.getField(field), trail, findings);
      trail.up();
    } else if (required) {
      findings.fault(trail.toField(field.getName()), null, REQUIRED);
    }
  }

  private void checkElements(Message message, Trail trail, Findings findings) {
    var elements = (List<?>) message.getField(field);
    trail.field(field);
    judge(whole, elements, trail, findings);
    if (descends || keys != null || each != null) {
      for (int i = 0; i < elements.size(); i++) {
        Object element = elements.get(i);
        if (field.isMapField()) {
          var entry = (Message) element;
          trail.key(Fields.first(entry));
          judge(keys, Fields.first(entry), trail, findings);
          checkValue(each, Fields.second(entry), trail, findings);
        } else {
          checkValue(each, element, trail.index(i), findings);
        }
        trail.up();
      }
    }
    trail.up();
  }

  private void checkValue(@Nullable ValueRule rule, Object value, Trail trail, Findings findings) {
    judge(rule, value, trail, findings);
    if (descends && value instanceof Message below) {
      ProtoRules.check(below, trail, findings);
    }
  }

  private void judge(@Nullable ValueRule rule, Object value, Trail trail, Findings findings) {
    String expected = rule == null ? null : rule.refusal(value);
    if (expected != null) {
      findings.fault(trail.toString(), ShownValue.of(trail, field, value), expected);
    }
  }

  private static boolean hasRulesBelow(FieldDescriptor field) {
    if (field.getJavaType() != JavaType.MESSAGE) {
      return false;
    }
    if (field.isMapField()) {
      return hasRulesBelow(field.getMessageType().findFieldByNumber(2));
    }
    return !field.getMessageType().getFullName().startsWith("google.protobuf.");
  }
}
