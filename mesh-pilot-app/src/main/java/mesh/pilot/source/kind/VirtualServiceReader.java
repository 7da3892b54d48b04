package mesh.pilot.source.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.Destination;
import mesh.pilot.model.HttpMatch;
import mesh.pilot.model.HttpRoute;
import mesh.pilot.model.Meta;
import mesh.pilot.model.StringMatch;
import mesh.pilot.model.VirtualService;

/** Reads {@code VirtualService}. */
final class VirtualServiceReader {

  static final int MOST_PORTS = 65535;

  private VirtualServiceReader() {}

  static VirtualService read(Meta meta, Fields spec) {
    List<String> hosts = spec.list("hosts", Names::wildcardHost);
    if (hosts.isEmpty()) {
      spec.missing("hosts", "at least one host");
    }
    List<String> gateways = spec.texts("gateways");
    boolean isForSidecars = gateways.isEmpty() || gateways.contains(VirtualService.MESH);
    if (isForSidecars && hosts.contains("*")) {
      spec.missing("hosts", "hosts other than *, unless gateways are named and mesh is not");
    }
    List<HttpRoute> http = spec.objects("http", VirtualServiceReader::route);
    if (http.isEmpty()) {
      spec.missing("http", "at least one route");
    }
    return new VirtualService(
        meta, hosts, gateways.isEmpty() ? List.of(VirtualService.MESH) : gateways, http);
  }

  private static HttpRoute route(Fields fields) {
    var action = RouteActionReader.action(fields);
    if (!(action instanceof HttpRoute.Forward)) {
      forwardsOnly(fields, "rewrite");
      forwardsOnly(fields, "fault");
    }
    return new HttpRoute(
        fields.text("name", ""),
        fields.objects("match", VirtualServiceReader::match),
        action,
        fields.object("rewrite", RouteActionReader::rewrite),
        fields.duration("timeout"),
        fields.object("retries", RouteActionReader::retries),
        fields.object("fault", RouteActionReader::fault),
        RouteActionReader.mirrors(fields),
        HeaderRulesReader.read(fields),
        fields.object("corsPolicy", RouteActionReader::cors));
  }

  private static void forwardsOnly(Fields fields, String name) {
    if (fields.has(name)) {
      fields.missing(name, "nothing beside redirect or directResponse");
    }
  }

  private static HttpMatch match(Fields fields) {
    return new HttpMatch(
        fields.text("name", ""),
        string(fields, "uri"),
        fields.flag("ignoreUriCase"),
        string(fields, "scheme"),
        string(fields, "method"),
        string(fields, "authority"),
        headers(fields, "headers"),
        headers(fields, "withoutHeaders"),
        fields.map("queryParams", Matches::read),
        fields.integer("port", 1, MOST_PORTS),
        fields.textMap("sourceLabels"),
        fields.texts("gateways"),
        fields.text("sourceNamespace", ""));
  }

  private static @org.jspecify.annotations.Nullable StringMatch string(Fields fields, String name) {
    Element element = fields.get(name);
    if (element == null) {
      return null;
    }
    return Matches.text(element);
  }

  private static Map<String, StringMatch> headers(Fields fields, String name) {
    Map<String, StringMatch> matches = new LinkedHashMap<>();
    fields
        .map(name, element -> element)
        .forEach(
            (key, element) -> {
              if (!HeaderRulesReader.isName(key.startsWith(":") ? key.substring(1) : key)) {
                element.fault(key, "a header name");
              }
              if (matches.put(key.toLowerCase(Locale.ROOT), Matches.read(element)) != null) {
                element.fault(key, "each name once, in upper or lower case");
              }
            });
    return matches;
  }

  static Destination destination(Fields fields) {
    Element host = fields.get("host");
    String name = host == null ? "" : Names.host(host);
    if (name.isEmpty()) {
      fields.missing("host", "a service");
    }
    return new Destination(
        name,
        fields.text("subset", ""),
        fields.object(
            "port",
            port -> {
              Integer number = port.integer("number", 1, MOST_PORTS);
              if (number == null) {
                port.missing("number", "1..65535");
              }
              return number == null ? 1 : number;
            }));
  }
}
