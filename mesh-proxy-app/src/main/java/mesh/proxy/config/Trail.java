package mesh.proxy.config;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import udpa.annotations.Sensitive;

/**
 * Where a walk through a message stands: {@code listeners[0].metadata["a.b"].name}. Confined to one
 * thread; written out only when something is to be said.
 */
public final class Trail {

  private static final int FEW = 32;

  private final String root;
  private Object[] steps = new Object[FEW]; // FieldDescriptor or String; Integer; Key
  private int depth;

  private record Key(Object value) {}

  /** Starts at a path that is known already. */
  public Trail(String root) {
    this.root = root;
  }

  /** Goes down to a field. */
  public Trail field(FieldDescriptor field) {
    return push(field);
  }

  /** Goes down to something that has a name but no descriptor. */
  public Trail name(String name) {
    return push(name);
  }

  /** Goes down to an element of a list. */
  public Trail index(int index) {
    return push(index);
  }

  /** Goes down to a value of a map. */
  public Trail key(Object key) {
    return push(new Key(key));
  }

  /** Goes back up by one step. */
  public void up() {
    steps[--depth] = root; // drops what it held
  }

  /** The path of a field of the place where the walk stands. */
  public String toField(String name) {
    push(name);
    String path = toString();
    up();
    return path;
  }

  /** True if values at this place must not be shown. */
  public boolean isSecret() {
    for (int i = 0; i < depth; i++) {
      if (steps[i] instanceof FieldDescriptor field
          && field.getOptions().getExtension(Sensitive.sensitive)) {
        return true;
      }
    }
    return false;
  }

  /** The last field of a message that the walk went down to; null if there was none. */
  public @Nullable FieldDescriptor innermostField() {
    for (int i = depth - 1; i >= 0; i--) {
      if (steps[i] instanceof FieldDescriptor field) {
        return field;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    var path = new StringBuilder(root);
    for (int i = 0; i < depth; i++) {
      switch (steps[i]) {
        case Integer index -> path.append('[').append(index).append(']');
        case Key key -> path.append("[\"").append(key.value()).append("\"]");
        case FieldDescriptor field -> dot(path).append(field.getName());
        case Object name -> dot(path).append(name);
      }
    }
    return path.toString();
  }

  private static StringBuilder dot(StringBuilder path) {
    return path.isEmpty() ? path : path.append('.');
  }

  private Trail push(Object step) {
    if (depth == steps.length) {
      steps = Arrays.copyOf(steps, depth * 2);
    }
    steps[depth++] = step;
    return this;
  }
}
