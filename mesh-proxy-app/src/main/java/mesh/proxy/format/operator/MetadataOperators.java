package mesh.proxy.format.operator;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mesh.proxy.format.text.JsonText;
import mesh.proxy.match.MetadataMatch;
import mesh.proxy.match.ValueMatch;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that print metadata and what filters share. */
final class MetadataOperators {

  private MetadataOperators() {}

  /** Metadata of one kind, by namespace. */
  @FunctionalInterface
  private interface Source {

    Map<String, Map<String, Object>> of(StreamInfo info);
  }

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    all.put("DYNAMIC_METADATA", call -> metadata(call, path(call), StreamInfo::dynamicMetadata));
    all.put("CLUSTER_METADATA", call -> metadata(call, path(call), info -> info.clusterMetadata));
    all.put("UPSTREAM_METADATA", call -> metadata(call, path(call), MetadataOperators::ofHost));
    all.put("METADATA", MetadataOperators::typed);
    all.put("FILTER_STATE", MetadataOperators::filterState);
  }

  private static Operator typed(OperatorCall call) {
    List<String> path = path(call);
    Source source =
        switch (path.getFirst()) {
          case "DYNAMIC" -> StreamInfo::dynamicMetadata;
          case "CLUSTER" -> info -> info.clusterMetadata;
          case "ROUTE" -> info -> info.routeMetadata;
          case "VIRTUAL_HOST" -> info -> info.virtualHostMetadata;
          case "UPSTREAM_HOST" -> MetadataOperators::ofHost;
          case "LISTENER" -> info -> info.connection.listenerMetadata();
          default ->
              throw call.wrong(
                  "(type:namespace:key) of type DYNAMIC, CLUSTER, ROUTE, VIRTUAL_HOST,"
                      + " UPSTREAM_HOST or LISTENER");
        };
    return metadata(call, path.subList(1, path.size()), source);
  }

  private static Map<String, Map<String, Object>> ofHost(StreamInfo info) {
    return info.upstreamHost == null ? Map.of() : info.upstreamHost.metadata();
  }

  private static List<String> path(OperatorCall call) {
    return List.of(call.required("namespace:key").split(":", -1));
  }

  private static Operator metadata(OperatorCall call, List<String> path, Source source) {
    if (path.isEmpty() || path.contains("")) {
      throw call.wrong("a namespace and keys with colons between them");
    }
    List<String> keys = List.copyOf(path.subList(1, path.size()));
    return new Struct(info -> MetadataMatch.find(source.of(info).get(path.getFirst()), keys));
  }

  private static Operator filterState(OperatorCall call) {
    String[] parts = call.required("key").split(":", -1);
    String key = parts[0];
    String how = parts.length > 1 ? parts[1] : "TYPED";
    if (key.isEmpty()
        || parts.length > (how.equals("FIELD") ? 3 : 2)
        || (how.equals("FIELD") && parts.length < 3)) {
      throw call.wrong("(key), (key:PLAIN), (key:TYPED) or (key:FIELD:name)");
    }
    return switch (how) {
      case "PLAIN" ->
          (Values.Text)
              info -> {
                Object value = info.filterState(key);
                return value == null ? null : value.toString();
              };
      case "TYPED" -> new Shared(key);
      case "FIELD" -> {
        String field = parts[2];
        yield new Struct(
            info ->
                info.filterState(key) instanceof Map<?, ?> map && map.containsKey(field)
                    ? map.get(field)
                    : ValueMatch.ABSENT);
      }
      default -> throw call.wrong("(key:PLAIN), (key:TYPED) or (key:FIELD:name)");
    };
  }

  /** Finds a value of a struct; {@link ValueMatch#ABSENT} if there is none. */
  @FunctionalInterface
  private interface Find {

    @Nullable Object in(StreamInfo info);
  }

  /** A value of a struct: strings as they are, everything else as JSON. */
  private record Struct(Find find) implements Operator {

    @Override
    public boolean print(StreamInfo info, StringBuilder to) {
      Object value = find.in(info);
      if (value == ValueMatch.ABSENT || value == null) {
        return false;
      }
      if (value instanceof String text) {
        to.append(text);
      } else {
        JsonText.print(value, to);
      }
      return true;
    }

    @Override
    public boolean isJson() {
      return true;
    }

    @Override
    public boolean printJson(StreamInfo info, StringBuilder to) {
      Object value = find.in(info);
      if (value == ValueMatch.ABSENT) {
        return false;
      }
      JsonText.print(value, to);
      return true;
    }
  }

  /** An object that filters share, as JSON in any case: a string in quotes. */
  private record Shared(String key) implements Operator {

    @Override
    public boolean print(StreamInfo info, StringBuilder to) {
      Object value = info.filterState(key);
      if (value == null) {
        return false;
      }
      JsonText.print(value, to);
      return true;
    }

    @Override
    public boolean isJson() {
      return true;
    }
  }
}
