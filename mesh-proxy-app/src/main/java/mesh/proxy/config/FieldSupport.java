package mesh.proxy.config;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is honoured of one message type. Immutable. */
final class FieldSupport {

  private static final String HONOURED = "";

  private final Descriptor type;
  private final @Nullable String[]
      standings; // by field index: null refused, "" honoured, why ignored
  private final boolean needsNoLook;

  private FieldSupport(Descriptor type, @Nullable String[] standings) {
    this.type = type;
    this.standings = standings;
    this.needsNoLook =
        type.getFields().stream()
            .allMatch(
                field ->
                    HONOURED.equals(standings[field.getIndex()]) && !Supported.holdsMessage(field));
  }

  static FieldSupport nothing(Descriptor type) {
    return new FieldSupport(type, new String[type.getFields().size()]);
  }

  static FieldSupport everything(Descriptor type) {
    @Nullable String[] all = new String[type.getFields().size()];
    Arrays.fill(all, HONOURED);
    return new FieldSupport(type, all);
  }

  Descriptor type() {
    return type;
  }

  /** Null if the field is refused, empty if it is honoured, else why it is ignored. */
  @Nullable String standing(FieldDescriptor field) {
    return standings[field.getIndex()];
  }

  /** True if no value of this message can be refused. */
  boolean needsNoLook() {
    return needsNoLook;
  }

  FieldSupport honouring(String name) {
    return with(name, HONOURED);
  }

  FieldSupport ignoring(String name, String why) {
    if (why.isEmpty()) {
      throw new IllegalArgumentException(name + " is ignored, but not said why");
    }
    return with(name, why);
  }

  FieldSupport or(FieldSupport other) {
    @Nullable String[] merged = standings.clone();
    for (int i = 0; i < merged.length; i++) {
      if (merged[i] == null || HONOURED.equals(other.standings[i])) {
        merged[i] = other.standings[i];
      }
    }
    return new FieldSupport(type, merged);
  }

  private FieldSupport with(String name, String standing) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field == null) {
      throw new IllegalArgumentException(type.getFullName() + " has no field " + name);
    }
    @Nullable String[] changed = standings.clone();
    changed[field.getIndex()] = standing;
    return new FieldSupport(type, changed);
  }
}
