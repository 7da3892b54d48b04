package mesh.proxy.filter.http.headermutation;

import mesh.proxy.http.Headers;
import mesh.proxy.http.InlineHeaders;
import mesh.proxy.mutation.HeaderMutation;
import mesh.proxy.stream.StreamInfo;

/** One change to header fields; it sees what the steps before it did. Immutable. */
sealed interface HeaderStep {

  void apply(Headers head, StreamInfo info);

  /** Removes a field. */
  record Remove(String name) implements HeaderStep {

    @Override
    public void apply(Headers head, StreamInfo info) {
      head.remove(name);
    }
  }

  /** Adds or overwrites a field. */
  record Put(HeaderMutation mutation) implements HeaderStep {

    @Override
    public void apply(Headers head, StreamInfo info) {
      String name = mutation.name();
      String value = mutation.value().format(info);
      if (value.isEmpty() && !mutation.keepEmpty()) {
        return;
      }
      switch (mutation.append()) {
        case APPEND_IF_EXISTS_OR_ADD -> InlineHeaders.append(head, name, value);
        case OVERWRITE_IF_EXISTS_OR_ADD -> head.set(name, value);
        case ADD_IF_ABSENT -> {
          if (!head.contains(name)) {
            head.add(name, value);
          }
        }
        case OVERWRITE_IF_EXISTS -> {
          if (head.contains(name)) {
            head.set(name, value);
          }
        }
      }
    }
  }
}
