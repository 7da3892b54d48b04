package mesh.proxy.config.rule;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate;
import java.util.List;
import mesh.proxy.config.Fields;
import org.jspecify.annotations.Nullable;

/** Compiles the rules of single values. */
final class ValueRules {

  private ValueRules() {}

  /**
   * The rule of one value of a field: of an element, if the field is repeated.
   *
   * @return null if every value is right
   */
  static @Nullable ValueRule compile(FieldDescriptor field, Validate.FieldRules rules) {
    ValueRule rule =
        switch (rules.getTypeCase()) {
          case FLOAT -> number(field, rules.getFloat());
          case DOUBLE -> number(field, rules.getDouble());
          case INT32 -> number(field, rules.getInt32());
          case INT64 -> number(field, rules.getInt64());
          case UINT32 -> number(field, rules.getUint32());
          case UINT64 -> number(field, rules.getUint64());
          case SINT32 -> number(field, rules.getSint32());
          case SINT64 -> number(field, rules.getSint64());
          case FIXED32 -> number(field, rules.getFixed32());
          case FIXED64 -> number(field, rules.getFixed64());
          case SFIXED32 -> number(field, rules.getSfixed32());
          case SFIXED64 -> number(field, rules.getSfixed64());
          case BOOL -> bool(rules.getBool());
          case STRING -> new TextRule(rules.getString());
          case BYTES -> new BytesRule(rules.getBytes());
          case ENUM -> new EnumRule(rules.getEnum());
          case ANY -> any(rules.getAny());
          case DURATION -> TimeRule.of(rules.getDuration());
          case TIMESTAMP -> TimestampRule.of(rules.getTimestamp());
          case REPEATED, MAP, TYPE_NOT_SET -> null;
        };
    return rule != null && isWrapper(field) ? unwrapping(rule) : rule;
  }

  private static NumberRule number(FieldDescriptor field, Message rules) {
    return NumberRule.of(isWrapper(field) ? wrapped(field) : field, rules);
  }

  private static @Nullable ValueRule bool(Validate.BoolRules rules) {
    return rules.hasConst()
        ? value -> value.equals(rules.getConst()) ? null : String.valueOf(rules.getConst())
        : null;
  }

  private static ValueRule any(Validate.AnyRules rules) {
    List<String> in = List.copyOf(rules.getInList());
    List<String> notIn = List.copyOf(rules.getNotInList());
    return value -> {
      String type = (String) Fields.first((Message) value);
      if (!in.isEmpty() && !in.contains(type)) {
        return "@type one of " + String.join(", ", in);
      }
      return notIn.contains(type) ? "@type none of " + String.join(", ", notIn) : null;
    };
  }

  private static ValueRule unwrapping(ValueRule rule) {
    return wrapper -> {
      var message = (Message) wrapper;
      return rule.refusal(message.getField(message.getDescriptorForType().findFieldByNumber(1)));
    };
  }

  private static boolean isWrapper(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().getFile().getName().equals("google/protobuf/wrappers.proto");
  }

  private static FieldDescriptor wrapped(FieldDescriptor field) {
    return field.getMessageType().findFieldByNumber(1);
  }
}
