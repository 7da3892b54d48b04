package mesh.pilot.source.kind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.AuthorizationPolicy;
import mesh.pilot.model.AuthorizationPolicy.AccessRule;
import mesh.pilot.model.AuthorizationPolicy.Action;
import mesh.pilot.model.AuthorizationPolicy.Condition;
import mesh.pilot.model.AuthorizationPolicy.Operation;
import mesh.pilot.model.AuthorizationPolicy.Source;
import mesh.pilot.model.Meta;
import mesh.pilot.model.PeerAuthentication;
import mesh.pilot.model.PeerAuthentication.Mode;

/** Reads {@code PeerAuthentication} and {@code AuthorizationPolicy}. */
final class SecurityReader {

  private static final List<String> CONDITIONS =
      List.of(
          "source.ip",
          "remote.ip",
          "source.namespace",
          "source.principal",
          "destination.ip",
          "destination.port",
          "connection.sni");
  private static final String HEADER = "request\\.headers\\[[^\\]]+]";

  private SecurityReader() {}

  static PeerAuthentication peerAuthentication(Meta meta, Fields spec) {
    Map<String, String> selector = selector(spec);
    Mode mode = spec.object("mtls", SecurityReader::mode);
    Map<Integer, Mode> ports = new HashMap<>();
    spec.map("portLevelMtls", element -> element)
        .forEach(
            (port, element) -> {
              Fields fields = element.fields();
              Mode of = mode(fields);
              fields.end();
              if (port.matches("\\d{1,5}")
                  && Integer.parseInt(port) <= VirtualServiceReader.MOST_PORTS) {
                ports.put(Integer.parseInt(port), of);
              } else {
                element.fault(port, "a port, 1..65535");
              }
            });
    if (!ports.isEmpty() && selector.isEmpty()) {
      spec.missing("selector", "labels, as there is a portLevelMtls");
    }
    return new PeerAuthentication(meta, selector, mode == null ? Mode.UNSET : mode, ports);
  }

  private static Mode mode(Fields fields) {
    return fields.choice("mode", Mode.class, Mode.UNSET);
  }

  static AuthorizationPolicy authorizationPolicy(Meta meta, Fields spec) {
    return new AuthorizationPolicy(
        meta,
        selector(spec),
        spec.choice("action", Action.class, Action.ALLOW),
        spec.objects("rules", SecurityReader::rule));
  }

  private static Map<String, String> selector(Fields spec) {
    Map<String, String> labels = spec.object("selector", fields -> fields.textMap("matchLabels"));
    return labels == null ? Map.of() : labels;
  }

  private static AccessRule rule(Fields fields) {
    for (String name : List.of("from", "to", "when")) {
      notEmpty(fields, name);
    }
    return new AccessRule(
        fields.objects("from", from -> part(from, "source", SecurityReader::source)),
        fields.objects("to", to -> part(to, "operation", SecurityReader::operation)),
        fields.objects("when", SecurityReader::condition));
  }

  /** What is empty would hold for everything and everybody. */
  private static <T> T part(Fields owner, String name, Function<Fields, T> reader) {
    T nothing = reader.apply(owner.self().nothing(name));
    T part = owner.object(name, reader);
    if (part == null || part.equals(nothing)) {
      owner.missing(name, "an object that is not empty");
    }
    return part == null ? nothing : part;
  }

  private static void notEmpty(Fields fields, String name) {
    Element element = fields.get(name);
    if (element != null && element.list().isEmpty()) {
      fields.missing(name, "a list that is not empty");
    }
  }

  private static Source source(Fields fields) {
    return new Source(
        names(fields, "principals", "notPrincipals"),
        names(fields, "namespaces", "notNamespaces"),
        names(fields, "serviceAccounts", "notServiceAccounts"),
        names(fields, "ipBlocks", "notIpBlocks", ServiceEntryReader::addressOrBlock),
        names(fields, "remoteIpBlocks", "notRemoteIpBlocks", ServiceEntryReader::addressOrBlock));
  }

  private static Operation operation(Fields fields) {
    return new Operation(
        names(fields, "hosts", "notHosts"),
        names(fields, "ports", "notPorts", SecurityReader::port),
        names(fields, "methods", "notMethods"),
        names(fields, "paths", "notPaths", SecurityReader::path));
  }

  /** A text that may begin or end with {@code *}, or segments of which some are templates. */
  private static String path(Element element) {
    String text = element.text();
    if (text.contains("{") || text.contains("}")) {
      int last = text.indexOf("{**}");
      String before = last < 0 ? text : text.substring(0, last);
      String behind = last < 0 ? "" : text.substring(last + "{**}".length());
      if (!before.matches("(/([^*{}/]*|\\{\\*}))+") || !behind.matches("[^*{}]*")) {
        element.fault(text, "a path with {*} for a whole segment, and {**} at most once behind");
      }
    }
    return text;
  }

  private static Condition condition(Fields fields) {
    String key = fields.required("key");
    if (!key.isEmpty() && !CONDITIONS.contains(key) && !key.matches(HEADER)) {
      fields.missing("key", String.join(", ", CONDITIONS) + " or request.headers[name]");
    }
    var values =
        names(
            fields,
            "values",
            "notValues",
            key.endsWith(".ip")
                ? ServiceEntryReader::addressOrBlock
                : key.equals("destination.port") ? SecurityReader::port : Element::text);
    if (values.isEmpty()) {
      fields.missing("values", "values or notValues");
    }
    return new Condition(key, values);
  }

  private static AuthorizationPolicy.Names names(Fields fields, String any, String none) {
    return names(fields, any, none, Element::text);
  }

  private static AuthorizationPolicy.Names names(
      Fields fields, String any, String none, Function<Element, String> reader) {
    notEmpty(fields, any);
    notEmpty(fields, none);
    return new AuthorizationPolicy.Names(fields.list(any, reader), fields.list(none, reader));
  }

  private static String port(Element element) {
    return Integer.toString(ServiceEntryReader.port(element));
  }
}
