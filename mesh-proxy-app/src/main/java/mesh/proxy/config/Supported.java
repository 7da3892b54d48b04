package mesh.proxy.config;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a room or an extension honours, of its config message and of the messages below
 * it. Immutable.
 *
 * <p>What is set but not declared is refused by name, so no option is read and forgotten. Messages
 * of {@code google.protobuf} need no declaration: whoever reads the contents of an {@code Any}
 * declares those.
 */
public final class Supported {

  private static final String NOTHING = "nothing: this proxy does not support the field";
  private static final Supported NONE = new Supported(null, Map.of());

  private final @Nullable FieldSupport own; // what fields() and ignored() add to
  private final Map<Descriptor, FieldSupport> messages; // own included

  private Supported(@Nullable FieldSupport own, Map<Descriptor, FieldSupport> messages) {
    this.own = own;
    this.messages = Collections.unmodifiableMap(messages);
  }

  /** A message of which nothing is honoured yet: {@link #fields} follows. */
  public static Supported of(Message prototype) {
    return with(FieldSupport.nothing(Fields.type(prototype)));
  }

  /** Every field of this message; messages below it are declared by {@link #and}. */
  public static Supported all(Message prototype) {
    return with(FieldSupport.everything(Fields.type(prototype)));
  }

  /** No message at all. */
  public static Supported none() {
    return NONE;
  }

  /**
   * Adds fields of the message that {@link #of} was given.
   *
   * @param names as in the proto: {@code port_value}
   * @throws IllegalArgumentException if the message has no such field
   */
  public Supported fields(String... names) {
    FieldSupport more = ownMessage();
    for (String name : names) {
      more = more.honouring(name);
    }
    return replaceOwn(more);
  }

  /**
   * Adds a field that is accepted with a warning: Envoy takes it too, and what it changes is not
   * seen by callers.
   *
   * @param why completes the sentence "ignored: ..."
   * @throws IllegalArgumentException if the message has no such field
   */
  public Supported ignored(String name, String why) {
    return replaceOwn(ownMessage().ignoring(name, why));
  }

  /** Adds messages that stand below; a field honoured by either side is honoured. */
  public Supported and(Supported... nested) {
    Map<Descriptor, FieldSupport> merged = new LinkedHashMap<>(messages);
    for (Supported other : nested) {
      other.messages.forEach((type, fields) -> merged.merge(type, fields, FieldSupport::or));
    }
    return new Supported(own == null ? null : merged.get(own.type()), merged);
  }

  /**
   * Refuses every field that is set and not honoured, and warns of those that are ignored.
   *
   * @param path where the message stands; empty for a whole document
   */
  public void check(Message message, String path, Findings findings) {
    check(message, new Trail(path), findings);
  }

  /**
   * As {@link #check(Message, String, Findings)}, for a message on its own.
   *
   * @return the warnings
   * @throws mesh.config.InvalidConfigException with all faults
   */
  public List<ConfigWarning> check(Message message) {
    var findings = new Findings();
    check(message, "", findings);
    findings.throwIfFaulty();
    return findings.warnings();
  }

  /** Every declared field, message by message, for the documentation. */
  public List<SupportedField> listing() {
    List<SupportedField> all = new ArrayList<>();
    for (FieldSupport support : messages.values()) {
      for (FieldDescriptor field : support.type().getFields()) {
        String why = support.standing(field);
        if (why != null) {
          all.add(new SupportedField(support.type().getFullName(), field.getName(), why));
        }
      }
    }
    return all;
  }

  /** Messages that an honoured field can hold but that nobody declared: a mistake in the code. */
  public List<String> undeclared() {
    List<String> missing = new ArrayList<>();
    for (FieldSupport support : messages.values()) {
      for (FieldDescriptor field : support.type().getFields()) {
        if (isHonoured(support, field) && holdsMessage(field)) {
          String type = messageOf(field).getFullName();
          if (!messages.containsKey(messageOf(field)) && !missing.contains(type)) {
            missing.add(type);
          }
        }
      }
    }
    return missing;
  }

  private void check(Message message, Trail trail, Findings findings) {
    FieldSupport support = messages.get(Fields.type(message));
    if (support != null && support.needsNoLook()) {
      return;
    }
    for (Map.Entry<FieldDescriptor, Object> set : Fields.of(message).getAllFields().entrySet()) {
      FieldDescriptor field = set.getKey();
      String why = support == null ? null : support.standing(field);
      trail.field(field);
      if (why == null) {
        findings.fault(trail.toString(), ShownValue.of(trail, field, set.getValue()), NOTHING);
      } else if (!why.isEmpty()) {
        findings.warn(trail.toString(), "ignored: " + why);
      } else if (holdsMessage(field)) {
        descend(field, set.getValue(), trail, findings);
      }
      trail.up();
    }
  }

  private void descend(FieldDescriptor field, Object value, Trail trail, Findings findings) {
    if (field.isMapField()) {
      for (Object element : (List<?>) value) {
        var entry = (Message) element;
        check((Message) Fields.second(entry), trail.key(Fields.first(entry)), findings);
        trail.up();
      }
    } else if (field.isRepeated()) {
      int index = 0;
      for (Object element : (List<?>) value) {
        check((Message) element, trail.index(index++), findings);
        trail.up();
      }
    } else {
      check((Message) value, trail, findings);
    }
  }

  private static boolean isHonoured(FieldSupport support, FieldDescriptor field) {
    String why = support.standing(field);
    return why != null && why.isEmpty();
  }

  /** True unless the field holds scalars or messages that every reader understands. */
  static boolean holdsMessage(FieldDescriptor field) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return false;
    }
    if (field.isMapField()) {
      return holdsMessage(field.getMessageType().findFieldByNumber(2));
    }
    String type = field.getMessageType().getFullName();
    return !type.startsWith("google.protobuf.")
        && !type.equals("envoy.config.core.v3.TypedExtensionConfig");
  }

  private static Descriptor messageOf(FieldDescriptor field) {
    return field.isMapField()
        ? field.getMessageType().findFieldByNumber(2).getMessageType()
        : field.getMessageType();
  }

  private FieldSupport ownMessage() {
    if (own == null) {
      throw new IllegalStateException("Supported.none() has no fields: start with of(prototype)");
    }
    return own;
  }

  private Supported replaceOwn(FieldSupport changed) {
    Map<Descriptor, FieldSupport> copy = new LinkedHashMap<>(messages);
    copy.put(changed.type(), changed);
    return new Supported(changed, copy);
  }

  private static Supported with(FieldSupport own) {
    return new Supported(own, Map.of(own.type(), own));
  }
}
