package mesh.proxy.config.old;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.List;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.proto.Spellings.OldKey;

/**
 * A field whose value stands elsewhere today and is otherwise the same.
 *
 * @param path from the message that had the field; a last step {@code name[]} takes one element
 */
record MovedField(List<String> path) implements OldKey {

  private static final String ELEMENT = "[]";

  static MovedField to(String path) {
    return new MovedField(Arrays.asList(path.split("\\.")));
  }

  @Override
  public boolean waitsForTheRest() {
    return false;
  }

  @Override
  public void read(Message.Builder builder, ProtoReader reader) {
    reader.warn("is old; write " + String.join(".", path));
    Message.Builder target = builder;
    for (String step : path.subList(0, path.size() - 1)) {
      target = target.getFieldBuilder(target.getDescriptorForType().findFieldByName(step));
    }
    String last = path.getLast();
    if (last.endsWith(ELEMENT)) {
      reader.readElement(target, field(target, last.substring(0, last.length() - 2)));
    } else {
      reader.readInto(target, field(target, last));
    }
  }

  private static FieldDescriptor field(Message.Builder target, String name) {
    return target.getDescriptorForType().findFieldByName(name);
  }
}
