package mesh.pilot.source.kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.grpc.GrpcStatus;
import mesh.pilot.document.Fields;
import mesh.pilot.model.HttpRoute;
import mesh.pilot.model.StringMatch;

/** Reads what an HTTP route does with requests. */
final class RouteActionReader {

  private static final int MOST_ATTEMPTS = 1000;
  private static final long MOST_WEIGHT = 4_294_967_295L; // Envoy's own limit
  private static final int FOUND = 302;
  private static final int MOVED = 301;
  private static final List<Integer> REDIRECTS = List.of(MOVED, FOUND, 303, 307, 308);

  private RouteActionReader() {}

  static HttpRoute.Action action(Fields fields) {
    String which = fields.atMostOne("route", "redirect", "directResponse");
    if (which == null) {
      fields.missing("route", "one of route, redirect and directResponse");
      return new HttpRoute.DirectResponse(404, "");
    }
    HttpRoute.Action action =
        switch (which) {
          case "redirect" -> fields.object(which, RouteActionReader::redirect);
          case "directResponse" -> fields.object(which, RouteActionReader::directResponse);
          default -> forward(fields);
        };
    return action == null ? new HttpRoute.DirectResponse(404, "") : action;
  }

  private static HttpRoute.Forward forward(Fields fields) {
    List<HttpRoute.Weighted> to = fields.objects("route", RouteActionReader::weighted);
    if (to.isEmpty()) {
      fields.missing("route", "at least one destination");
    } else if (to.size() > 1) {
      long sum = to.stream().mapToLong(HttpRoute.Weighted::weight).sum();
      if (sum == 0 || sum > MOST_WEIGHT) {
        fields.missing("route", "weights whose sum is 1.." + MOST_WEIGHT);
      }
    }
    return new HttpRoute.Forward(to);
  }

  private static HttpRoute.Weighted weighted(Fields fields) {
    var destination = fields.object("destination", VirtualServiceReader::destination);
    if (destination == null) {
      fields.missing("destination", "an object with a host");
      destination = new mesh.pilot.model.Destination("", "", null);
    }
    return new HttpRoute.Weighted(
        destination,
        fields.integer("weight", 0, Integer.MAX_VALUE, 0),
        HeaderRulesReader.read(fields));
  }

  private static HttpRoute.Redirect redirect(Fields fields) {
    int code = fields.integer("redirectCode", MOVED, 308, MOVED);
    if (!REDIRECTS.contains(code)) {
      fields.missing("redirectCode", "301, 302, 303, 307 or 308");
    }
    return new HttpRoute.Redirect(
        fields.text("uri", ""),
        fields.text("authority", ""),
        fields.text("scheme", ""),
        fields.integer("port", 1, VirtualServiceReader.MOST_PORTS, 0),
        code);
  }

  private static HttpRoute.DirectResponse directResponse(Fields fields) {
    Integer status = fields.integer("status", 200, 599);
    if (status == null) {
      fields.missing("status", "200..599");
    }
    String body =
        fields.object(
            "body", one -> one.text(one.has("bytes") ? refuse(one, "bytes") : "string", ""));
    return new HttpRoute.DirectResponse(status == null ? 404 : status, body == null ? "" : body);
  }

  private static String refuse(Fields fields, String name) {
    fields.missing(name, "string in its place");
    return "string";
  }

  static HttpRoute.Rewrite rewrite(Fields fields) {
    var pattern =
        fields.object(
            "uriRegexRewrite",
            one -> {
              String match = Matches.regex(one, "match");
              return List.of(match, Matches.substitution(one, "rewrite", match));
            });
    String uri = fields.text("uri", "");
    if (pattern != null && !uri.isEmpty()) {
      fields.missing("uri", "nothing beside uriRegexRewrite");
    }
    String authority = fields.text("authority", "");
    if (uri.isEmpty() && authority.isEmpty() && pattern == null) {
      fields.self().fault("{}", "uri, uriRegexRewrite or authority");
    }
    return new HttpRoute.Rewrite(
        uri,
        authority,
        pattern == null ? "" : pattern.get(0),
        pattern == null ? "" : pattern.get(1));
  }

  static HttpRoute.Retries retries(Fields fields) {
    int attempts = fields.integer("attempts", 0, MOST_ATTEMPTS, 2);
    for (String name : List.of("perTryTimeout", "retryOn")) {
      if (fields.text("attempts", "").equals("0") && fields.has(name)) {
        fields.missing(name, "nothing, as attempts is 0");
      }
    }
    return new HttpRoute.Retries(
        attempts, fields.duration("perTryTimeout"), RetryWords.read(fields));
  }

  static HttpRoute.Fault fault(Fields fields) {
    var fault =
        new HttpRoute.Fault(
            fields.object("delay", RouteActionReader::delay),
            fields.object("abort", RouteActionReader::abort));
    if (fault.delay() == null && fault.abort() == null) {
      fields.self().fault("{}", "delay or abort");
    }
    return fault;
  }

  private static HttpRoute.Delay delay(Fields fields) {
    Duration fixed = fields.duration("fixedDelay");
    if (fixed == null) {
      fields.missing("fixedDelay", "a duration");
    }
    return new HttpRoute.Delay(percentage(fields), fixed == null ? Duration.ZERO : fixed);
  }

  private static HttpRoute.Abort abort(Fields fields) {
    String which = fields.atMostOne("httpStatus", "grpcStatus");
    if (which == null) {
      fields.missing("httpStatus", "200..599");
    }
    String grpc = fields.text("grpcStatus", "");
    if (!grpc.isEmpty() && GrpcStatus.number(grpc) < 0) {
      fields.missing("grpcStatus", "one of " + String.join(", ", GrpcStatus.NAMES));
    }
    return new HttpRoute.Abort(percentage(fields), fields.integer("httpStatus", 200, 599, 0), grpc);
  }

  private static double percentage(Fields fields) {
    fields.atMostOne("percentage", "percent");
    Double value = fields.object("percentage", RouteActionReader::percentValue);
    Integer old = fields.integer("percent", 0, 100);
    if (value != null) {
      return value;
    }
    return old == null ? 100 : old;
  }

  private static double percentValue(Fields fields) {
    Double value = fields.percent("value");
    return value == null ? 0 : value;
  }

  static List<HttpRoute.Mirror> mirrors(Fields fields) {
    List<HttpRoute.Mirror> mirrors = new ArrayList<>();
    fields.atMostOne("mirror", "mirrors");
    var single = fields.object("mirror", VirtualServiceReader::destination);
    Double percent = fields.object("mirrorPercentage", RouteActionReader::percentValue);
    if (single != null) {
      mirrors.add(new HttpRoute.Mirror(single, percent == null ? 100 : percent));
    } else if (percent != null) {
      fields.missing("mirror", "a destination, as there is a mirrorPercentage");
    }
    mirrors.addAll(fields.objects("mirrors", RouteActionReader::mirror));
    return mirrors;
  }

  private static HttpRoute.Mirror mirror(Fields fields) {
    var destination = fields.object("destination", VirtualServiceReader::destination);
    if (destination == null) {
      fields.missing("destination", "an object with a host");
      destination = new mesh.pilot.model.Destination("", "", null);
    }
    Double percent = fields.object("percentage", RouteActionReader::percentValue);
    return new HttpRoute.Mirror(destination, percent == null ? 100 : percent);
  }

  static HttpRoute.Cors cors(Fields fields) {
    List<StringMatch> origins = new ArrayList<>(fields.list("allowOrigins", Matches::text));
    fields
        .texts("allowOrigin")
        .forEach(
            origin ->
                origins.add(
                    origin.equals("*")
                        ? new StringMatch.Regex(".*")
                        : new StringMatch.Exact(origin)));
    return new HttpRoute.Cors(
        origins,
        fields.texts("allowMethods"),
        fields.texts("allowHeaders"),
        fields.texts("exposeHeaders"),
        fields.duration("maxAge"),
        fields.flag("allowCredentials"));
  }
}
