package mesh.proxy.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A question of an operator. Immutable.
 *
 * @param path without query
 * @param parameters of the query, and of a form in the body; the last value of a name counts
 */
public record AdminRequest(String method, String path, Map<String, String> parameters) {

  public AdminRequest {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a request.
   *
   * @param form body of the type {@code application/x-www-form-urlencoded}; else empty
   */
  static AdminRequest of(String method, String target, String form) {
    var decoder = new QueryStringDecoder(target);
    Map<String, String> parameters = new HashMap<>();
    add(decoder.parameters(), parameters);
    if (!form.isEmpty()) {
      add(new QueryStringDecoder(form, false).parameters(), parameters);
    }
    return new AdminRequest(method, decoder.path(), parameters);
  }

  /** Empty if it is missing. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  private static void add(Map<String, List<String>> from, Map<String, String> to) {
    from.forEach((name, values) -> to.put(name, values.getLast()));
  }
}
