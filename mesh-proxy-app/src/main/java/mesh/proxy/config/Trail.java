package mesh.proxy.config;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;

/**
 * Where a walk through a message stands: {@code listeners[0].metadata["a.b"].name}. Confined to one
 * thread; written out only when something is to be said.
 */
final class Trail {

  private static final int FEW = 32;

  private final String root;
  private Object[] steps = new Object[FEW]; // FieldDescriptor or String; Integer; Key
  private int depth;

  private record Key(Object value) {}

  Trail(String root) {
    this.root = root;
  }

  Trail field(FieldDescriptor field) {
    return push(field);
  }

  Trail name(String name) {
    return push(name);
  }

  Trail index(int index) {
    return push(index);
  }

  Trail key(Object key) {
    return push(new Key(key));
  }

  void up() {
    steps[--depth] = root; // drops what it held
  }

  /** The path of a field of the place where the walk stands. */
  String toField(String name) {
    push(name);
    String path = toString();
    up();
    return path;
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
