package mesh.proxy.format.operator;

import java.util.Map;
import java.util.function.Function;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.PercentCoding;
import mesh.proxy.match.QueryString;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that print the path, the query and the host of a request. */
final class PathOperators {

  private PathOperators() {}

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    all.put("PATH", PathOperators::path);
    all.put("QUERY_PARAM", PathOperators::queryParam);
    all.put("QUERY_PARAMS", PathOperators::queryParams);
    all.put("REQUESTED_SERVER_NAME", PathOperators::requestedServerName);
  }

  private static Operator path(OperatorCall call) {
    String[] options = options(call);
    Values.Text source =
        switch (options[1]) {
          case "", "ORIG_OR_PATH" ->
              info -> either(info, HeaderNames.X_ENVOY_ORIGINAL_PATH, HeaderNames.PATH);
          case "ORIG" -> info -> field(info, HeaderNames.X_ENVOY_ORIGINAL_PATH);
          case "PATH" -> info -> field(info, HeaderNames.PATH);
          default -> throw call.wrong("ORIG, PATH or ORIG_OR_PATH behind the colon");
        };
    return switch (options[0]) {
      case "", "WQ" -> source;
      case "NQ" ->
          (Values.Text)
              info -> {
                String path = source.of(info);
                return path == null ? null : QueryString.cut(path);
              };
      default -> throw call.wrong("(WQ) or (NQ)");
    };
  }

  private static Operator queryParam(OperatorCall call) {
    String name = call.required("name");
    return (Values.Text)
        info -> info.requestHead == null ? null : QueryString.value(info.requestHead.path(), name);
  }

  private static Operator queryParams(OperatorCall call) {
    return switch (call.optional()) {
      case "", "ORIG" -> (Values.Text) PathOperators::query;
      case "DECODED" ->
          (Values.Text)
              info -> {
                String query = query(info);
                return query == null ? null : PercentCoding.decode(query);
              };
      default -> throw call.wrong("(ORIG) or (DECODED)");
    };
  }

  private static Operator requestedServerName(OperatorCall call) {
    call.requireNoLength();
    String[] options = options(call);
    Values.Text host =
        switch (options[1]) {
          case "", "ORIG_OR_HOST" ->
              info -> either(info, HeaderNames.X_ENVOY_ORIGINAL_HOST, HeaderNames.AUTHORITY);
          case "ORIG" -> info -> field(info, HeaderNames.X_ENVOY_ORIGINAL_HOST);
          case "HOST" -> info -> field(info, HeaderNames.AUTHORITY);
          default -> throw call.wrong("ORIG, HOST or ORIG_OR_HOST behind the colon");
        };
    Values.Text serverName = info -> Values.orNull(info.connection.serverName());
    return switch (options[0]) {
      case "", "SNI_ONLY" -> serverName;
      case "SNI_FIRST" -> first(serverName, host);
      case "HOST_FIRST" -> first(host, serverName);
      default -> throw call.wrong("(SNI_ONLY), (SNI_FIRST) or (HOST_FIRST)");
    };
  }

  private static Values.Text first(Values.Text preferred, Values.Text other) {
    return info -> {
      String text = preferred.of(info);
      return text == null ? other.of(info) : text;
    };
  }

  // Of one or two options with a colon between; an absent one is empty.
  private static String[] options(OperatorCall call) {
    String[] options = call.optional().split(":", -1);
    if (options.length > 2) {
      throw call.wrong("at most two options with a colon between them");
    }
    return options.length == 2 ? options : new String[] {options[0], ""};
  }

  private static @Nullable String query(StreamInfo info) {
    if (info.requestHead == null) {
      return null;
    }
    String path = info.requestHead.path();
    int mark = path.indexOf('?');
    return mark < 0 ? null : path.substring(mark + 1);
  }

  private static @Nullable String either(StreamInfo info, String preferred, String other) {
    String text = field(info, preferred);
    return text == null ? field(info, other) : text;
  }

  private static @Nullable String field(StreamInfo info, String name) {
    Headers head = info.requestHead;
    return head == null ? null : head.get(name);
  }
}
