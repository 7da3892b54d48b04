package mesh.telemetry.policy.extauthz;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One rule. It fits if each of its lists that is not empty has a value that fits, and all headers
 * do. Immutable.
 *
 * @param name for metrics, metadata and whoever is denied
 * @param principals SPIFFE IDs
 * @param ipBlocks of the peer
 * @param hosts lower case
 * @param headers by lower-case name
 */
record AuthzRule(
    String name,
    List<TextPattern> principals,
    List<IpBlock> ipBlocks,
    List<TextPattern> hosts,
    List<String> methods,
    List<TextPattern> paths,
    Map<String, TextPattern> headers) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,63}");
  private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z_-]*");
  private static final Pattern HEADER = Pattern.compile("[a-zA-Z0-9!#$%&'*+.^_`|~-]+");
  private static final String SCHEME = "spiffe://";

  /**
   * Reads a rule.
   *
   * @param field where the rule stands, for messages
   */
  static AuthzRule parse(String field, AuthzRuleText text) {
    List<InvalidConfigException> faults = new ArrayList<>();
    if (!NAME.matcher(text.name()).matches()) {
      faults.add(
          new InvalidConfigException(
              field + ".name", text.name(), "1..63 of a-z, A-Z, 0-9, ., - and _"));
    }
    var rule =
        new AuthzRule(
            text.name(),
            each(field + ".principals", text.principals(), AuthzRule::principal, faults),
            each(field + ".ip-blocks", text.ipBlocks(), IpBlock::parse, faults),
            each(field + ".hosts", text.hosts(), AuthzRule::host, faults),
            each(field + ".methods", text.methods(), AuthzRule::method, faults),
            each(field + ".paths", text.paths(), AuthzRule::path, faults),
            headers(field + ".headers", text.headers(), faults));
    if (faults.isEmpty() && rule.isEmpty()) {
      faults.add(
          new InvalidConfigException(
              field,
              "no condition",
              "at least one of principals, ip-blocks, hosts, methods, paths, headers"));
    }
    if (!faults.isEmpty()) {
      throw InvalidConfigException.of(faults);
    }
    return rule;
  }

  boolean matches(CheckedRequest request) {
    return anyOf(principals, request.principal())
        && isFrom(request.address())
        && anyOf(hosts, request.host())
        && (methods.isEmpty() || methods.contains(request.method()))
        && anyOf(paths, request.path())
        && hasHeaders(request.headers());
  }

  private boolean isFrom(@Nullable InetAddress address) {
    for (IpBlock block : ipBlocks) {
      if (address != null && block.contains(address)) {
        return true;
      }
    }
    return ipBlocks.isEmpty();
  }

  private boolean hasHeaders(Map<String, String> values) {
    for (Map.Entry<String, TextPattern> header : headers.entrySet()) {
      String value = values.get(header.getKey());
      if (value == null || !header.getValue().matches(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyOf(List<TextPattern> patterns, String value) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (TextPattern pattern : patterns) {
      if (pattern.matches(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean isEmpty() {
    return principals.isEmpty()
        && ipBlocks.isEmpty()
        && hosts.isEmpty()
        && methods.isEmpty()
        && paths.isEmpty()
        && headers.isEmpty();
  }

  private static <T> List<T> each(
      String field,
      List<String> texts,
      BiFunction<String, String, T> reader,
      List<InvalidConfigException> faults) {
    List<T> values = new ArrayList<>();
    for (int at = 0; at < texts.size(); at++) {
      try {
        values.add(reader.apply(field + "[" + at + "]", texts.get(at)));
      } catch (InvalidConfigException e) {
        faults.add(e);
      }
    }
    return List.copyOf(values);
  }

  // Istio leaves the scheme out.
  private static TextPattern principal(String field, String text) {
    boolean isWhole = text.startsWith(SCHEME) || text.startsWith("*");
    if (text.contains("://") && !text.startsWith(SCHEME)) {
      throw new InvalidConfigException(
          field, text, "a SPIFFE ID such as " + SCHEME + "a/ns/b/sa/c");
    }
    return TextPattern.parse(field, isWhole || text.isEmpty() ? text : SCHEME + text);
  }

  private static TextPattern host(String field, String text) {
    if (text.contains("/") || text.matches(".*:[0-9]+")) {
      throw new InvalidConfigException(field, text, "a host without a scheme, a port or a path");
    }
    return TextPattern.parse(field, text.toLowerCase(Locale.ROOT));
  }

  private static String method(String field, String text) {
    if (!METHOD.matcher(text).matches()) {
      throw new InvalidConfigException(field, text, "a method in upper case, such as GET");
    }
    return text;
  }

  private static TextPattern path(String field, String text) {
    if (!text.startsWith("/") && !text.startsWith("*")) {
      throw new InvalidConfigException(field, text, "a path that begins with / or *");
    }
    if (text.contains("?") || text.contains("#")) {
      throw new InvalidConfigException(field, text, "a path without a query");
    }
    return TextPattern.parse(field, text);
  }

  private static Map<String, TextPattern> headers(
      String field, Map<String, String> texts, List<InvalidConfigException> faults) {
    Map<String, TextPattern> headers = new TreeMap<>();
    texts.forEach(
        (name, value) -> {
          try {
            if (!HEADER.matcher(name).matches()) {
              throw new InvalidConfigException(field, name, "names of headers");
            }
            var pattern = TextPattern.parse(field + "." + name, value);
            headers.put(name.toLowerCase(Locale.ROOT), pattern);
          } catch (InvalidConfigException e) {
            faults.add(e);
          }
        });
    return Map.copyOf(headers);
  }
}
