package mesh.pilot.source.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.HeaderRules;

/** Reads {@code headers} of routes and destinations: what a proxy would refuse is refused here. */
final class HeaderRulesReader {

  private static final Pattern NAME =
      Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+"); // RFC 9110 5.1
  private static final String EXPECTED = "a header name, but not host";
  private static final String EXPECTED_OF_REQUEST = "a header name, or :authority";

  private HeaderRulesReader() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static HeaderRules read(Fields owner) {
    HeaderRules rules =
        owner.object(
            "headers",
            fields ->
                new HeaderRules(
                    change(fields, "request", EXPECTED_OF_REQUEST),
                    change(fields, "response", EXPECTED)));
    return rules == null ? HeaderRules.NONE : rules;
  }

  private static HeaderRules.Change change(Fields owner, String name, String expected) {
    HeaderRules.Change change =
        owner.object(
            name,
            fields ->
                new HeaderRules.Change(
                    values(fields, "set", expected),
                    values(fields, "add", expected),
                    removed(fields)));
    return change == null ? HeaderRules.Change.NONE : change;
  }

  private static Map<String, String> values(Fields fields, String name, String expected) {
    Map<String, String> values = new LinkedHashMap<>();
    fields
        .map(name, element -> element)
        .forEach(
            (key, element) -> {
              boolean isHost = HeaderRules.isAuthority(key);
              if (isHost ? expected.equals(EXPECTED) : !isName(key)) {
                element.fault(key, expected);
              }
              values.put(key, value(element));
            });
    return values;
  }

  /** Proxies read {@code %REQ(name)%} and its like in it. */
  private static String value(Element element) {
    String text = element.text();
    if (text.chars().filter(c -> c == '%').count() % 2 != 0) {
      element.fault(text, "%OPERATOR%, and %% for a percent sign");
    }
    return text;
  }

  private static List<String> removed(Fields fields) {
    return fields.list(
        "remove",
        element -> {
          String text = element.text();
          if (HeaderRules.isAuthority(text) || !isName(text)) {
            element.fault(text, EXPECTED);
          }
          return text;
        });
  }
}
