package mesh.proxy.config.rule;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mesh.proxy.config.Fields;
import mesh.proxy.config.Findings;
import mesh.proxy.config.Trail;

/** Checks messages against the rules in their protos. Compiled once per message type; shared. */
public final class ProtoRules {

  private static final Map<Descriptor, MessageRules> COMPILED = new ConcurrentHashMap<>();

  private ProtoRules() {}

  /**
   * Finds every value that breaks a rule, in this message and all below it.
   *
   * @param path where the message stands; empty for a whole document
   */
  public static void check(Message message, String path, Findings findings) {
    check(message, new Trail(path), findings);
  }

  /**
   * As {@link #check(Message, String, Findings)}, for a message on its own.
   *
   * @throws mesh.config.InvalidConfigException with all faults
   */
  public static void check(Message message) {
    var findings = new Findings();
    check(message, "", findings);
    findings.throwIfFaulty();
  }

  /** What a number may be, as the end of the sentence "expected: a number". */
  public static String range(FieldDescriptor field) {
    var rules = field.getOptions().getExtension(Validate.rules);
    ValueRule rule = field.isRepeated() ? null : ValueRules.compile(field, rules);
    return rule instanceof NumberRule number ? number.range() : NumberRule.any(field).range();
  }

  static void check(Message message, Trail trail, Findings findings) {
    MessageRules rules = of(Fields.type(message));
    if (rules.checksAnything()) {
      rules.check(Fields.of(message), trail, findings);
    }
  }

  private static MessageRules of(Descriptor type) {
    MessageRules known = COMPILED.get(type);
    if (known == null) {
      known = MessageRules.compile(type);
      COMPILED.put(type, known);
    }
    return known;
  }
}
