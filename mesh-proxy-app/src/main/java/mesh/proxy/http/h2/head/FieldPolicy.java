package mesh.proxy.http.h2.head;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.http.HeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * What the encoder knows of a name. Immutable.
 *
 * @param index of the first field of that name in the static table; 0 if there is none
 * @param values of the fields in the static table from there on; empty for names without any
 * @param keeping what becomes of fields that are not in it
 */
record FieldPolicy(int index, List<String> values, Keeping keeping) {

  /** Whether the peer is asked to remember a field. */
  enum Keeping {
    /** It may come again. */
    KEEP,
    /** It differs from message to message, and would push out what comes again. */
    PASS,
    /** It is a secret, which compression could betray (RFC 7541 section 7.1). */
    HIDE
  }

  private static final FieldPolicy UNKNOWN = new FieldPolicy(0, List.of(), Keeping.KEEP);
  private static final Map<String, FieldPolicy> BY_NAME = new HashMap<>();

  static {
    for (int index = StaticTable.SIZE; index >= 1; index--) {
      String name = StaticTable.name(index);
      String value = StaticTable.value(index);
      FieldPolicy later = BY_NAME.get(name);
      List<String> values = value.isEmpty() ? List.of() : List.of(value);
      if (later != null) {
        values = new ArrayList<>(values);
        values.addAll(later.values);
      }
      BY_NAME.put(name, new FieldPolicy(index, values, Keeping.KEEP));
    }
    for (String name :
        List.of(
            HeaderNames.PATH,
            HeaderNames.CONTENT_LENGTH,
            HeaderNames.LOCATION,
            HeaderNames.SET_COOKIE,
            HeaderNames.X_REQUEST_ID,
            HeaderNames.X_ENVOY_UPSTREAM_SERVICE_TIME,
            HeaderNames.X_B3_TRACE_ID,
            HeaderNames.X_B3_SPAN_ID,
            HeaderNames.X_B3_PARENT_SPAN_ID,
            HeaderNames.B3,
            HeaderNames.TRACEPARENT,
            "age",
            "etag",
            "if-modified-since",
            "if-none-match",
            "last-modified")) {
      BY_NAME.put(name, of(name).but(Keeping.PASS));
    }
    for (String name : List.of("authorization", "proxy-authorization")) {
      BY_NAME.put(name, of(name).but(Keeping.HIDE));
    }
  }

  FieldPolicy {
    values = List.copyOf(values);
  }

  static FieldPolicy of(String name) {
    @Nullable FieldPolicy known = BY_NAME.get(name);
    return known == null ? UNKNOWN : known;
  }

  private FieldPolicy but(Keeping other) {
    return new FieldPolicy(index, values, other);
  }
}
