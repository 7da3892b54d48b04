package mesh.proxy.filter.http.headermutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.proxy.match.PercentCoding;
import mesh.proxy.match.QueryString;

/** The parameters of one request's query while they are changed. Confined to one call. */
final class QueryParameters {

  private final String path; // without query and fragment
  private final Map<String, List<String>> written =
      new TreeMap<>(); // "name=value" as sent, by decoded name

  private QueryParameters(String path) {
    this.path = path;
  }

  /**
   * Takes a query apart.
   *
   * @param whole {@code :path}
   */
  static QueryParameters of(String whole) {
    int start = QueryString.start(whole);
    var query = new QueryParameters(whole.substring(0, start));
    int fragment = whole.indexOf('#', start);
    int end = fragment < 0 ? whole.length() : fragment;
    int at = start + 1;
    while (at < end) {
      int next = whole.indexOf('&', at);
      int stop = next < 0 || next > end ? end : next;
      query.read(whole.substring(at, stop));
      at = stop + 1;
    }
    return query;
  }

  boolean contains(String name) {
    return written.containsKey(name);
  }

  void remove(String name) {
    written.remove(name);
  }

  /**
   * Adds a parameter behind those of the same name.
   *
   * @param value encoded
   */
  void add(String name, String value) {
    put(name, PercentCoding.encode(name) + "=" + value);
  }

  /** The path with its query, sorted by name. */
  String toPath() {
    if (written.isEmpty()) {
      return path;
    }
    var whole = new StringBuilder(path);
    char separator = '?';
    for (List<String> parameters : written.values()) {
      for (String parameter : parameters) {
        whole.append(separator).append(parameter);
        separator = '&';
      }
    }
    return whole.toString();
  }

  private void read(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    put(PercentCoding.decode(name), equals < 0 ? parameter + "=" : parameter);
  }

  private void put(String name, String parameter) {
    written.computeIfAbsent(name, key -> new ArrayList<>(1)).add(parameter);
  }
}
