package mesh.proxy.config.rule;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.config.Findings;
import mesh.proxy.config.Trail;

/** The rules of one message type. Immutable. */
final class MessageRules {

  private static final MessageRules NONE = new MessageRules(List.of(), List.of());

  private final List<FieldRules> fields; // only those with something to check
  private final List<OneofDescriptor> requiredOneofs;

  private MessageRules(List<FieldRules> fields, List<OneofDescriptor> requiredOneofs) {
    this.fields = List.copyOf(fields);
    this.requiredOneofs = List.copyOf(requiredOneofs);
  }

  static MessageRules compile(Descriptor type) {
    var options = type.getOptions();
    if (options.getExtension(Validate.disabled)
        || options.getExtension(Validate.ignored)
        || type.getFullName().startsWith("google.protobuf.")) {
      return NONE;
    }
    List<FieldRules> fields = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      var rules = FieldRules.compile(field, field.getOptions().getExtension(Validate.rules));
      if (rules.checksAnything()) {
        fields.add(rules);
      }
    }
    List<OneofDescriptor> oneofs =
        type.getRealOneofs().stream()
            .filter(oneof -> oneof.getOptions().getExtension(Validate.required))
            .toList();
    return fields.isEmpty() && oneofs.isEmpty() ? NONE : new MessageRules(fields, oneofs);
  }

  boolean checksAnything() {
    return this != NONE;
  }

  void check(Message message, Trail trail, Findings findings) {
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).check(message, trail, findings);
    }
    for (int i = 0; i < requiredOneofs.size(); i++) {
      OneofDescriptor oneof = requiredOneofs.get(i);
      if (!message.hasOneof(oneof)) {
        findings.fault(trail.toField(oneof.getName()), null, oneOf(oneof));
      }
    }
  }

  private static String oneOf(OneofDescriptor oneof) {
    List<String> names = oneof.getFields().stream().map(FieldDescriptor::getName).toList();
    return names.size() == 1 ? names.getFirst() : "one of " + String.join(", ", names);
  }
}
