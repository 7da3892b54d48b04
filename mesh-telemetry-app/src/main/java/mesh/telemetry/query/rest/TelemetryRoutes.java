package mesh.telemetry.query.rest;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.graph.Graph;
import mesh.telemetry.graph.GraphView;
import mesh.telemetry.handler.prometheus.IstioMetrics;
import mesh.telemetry.handler.recent.RecentCalls;
import mesh.telemetry.query.why.Explanation;
import mesh.telemetry.query.why.Why;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The paths of 9093 that are ours. Shared by all threads. */
public final class TelemetryRoutes {

  private static final Pattern WINDOW = Pattern.compile("([0-9]{1,6})([smh])");
  private static final int SHORTEST_WINDOW = 10; // seconds: two buckets
  private static final int MOST_CALLS = 1000;
  private static final int MOST_HOPS = 50;
  private static final MediaType PROMETHEUS =
      MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

  private final Graph graph;
  private final RecentCalls recent;
  private final IstioMetrics metrics;
  private final Events events;
  private final Why why = new Why();

  public TelemetryRoutes(Graph graph, RecentCalls recent, IstioMetrics metrics) {
    this.graph = graph;
    this.recent = recent;
    this.metrics = metrics;
    this.events = new Events(graph);
  }

  /** A refused question. */
  record Fault(String error) {}

  /** One call with its reason, and the same request as other proxies saw it. */
  record Explained(CallView request, Explanation why, List<CallView> hops) {}

  /** The routes. */
  public RouterFunction<ServerResponse> routes() {
    return route(GET("/api/v1/graph"), guarded(request -> json(graph(request))))
        .andRoute(GET("/api/v1/services"), guarded(this::services))
        .andRoute(GET("/api/v1/services/{namespace}/{name}"), guarded(this::service))
        .andRoute(GET("/api/v1/requests"), guarded(this::requests))
        .andRoute(GET("/api/v1/requests/{id}"), guarded(this::request))
        .andRoute(GET("/api/v1/events"), guarded(this::events))
        .andRoute(GET("/metrics"), request -> metrics());
  }

  private GraphView graph(ServerRequest request) {
    return graph.view(window(request));
  }

  private Mono<ServerResponse> services(ServerRequest request) {
    return json(ServiceView.list(graph(request)));
  }

  private Mono<ServerResponse> service(ServerRequest request) {
    String namespace = request.pathVariable("namespace");
    String name = request.pathVariable("name");
    var timeline = graph.timeline(namespace, name, window(request));
    var detail = ServiceView.detail(graph(request), namespace, name, timeline);
    return detail.workloads().isEmpty()
        ? fault(HttpStatus.NOT_FOUND, namespace + "/" + name + " had no call in this window")
        : json(detail);
  }

  private Mono<ServerResponse> requests(ServerRequest request) {
    var filter =
        new CallFilter(
            request.queryParam("service").orElse(""), request.queryParam("status").orElse(""));
    int limit = limit(request.queryParam("limit").orElse("100"));
    return json(recent.list(filter, limit).stream().map(CallView::of).toList());
  }

  private Mono<ServerResponse> request(ServerRequest request) {
    Call call = find(request.pathVariable("id"));
    if (call == null) {
      return fault(HttpStatus.NOT_FOUND, "this request is not kept, or not any more");
    }
    String id = call.request().id();
    List<CallView> hops =
        id.isEmpty()
            ? List.of()
            : recent.list(other -> other.request().id().equals(id), MOST_HOPS).stream()
                .map(CallView::of)
                .toList();
    return json(new Explained(CallView.of(call), why.explain(call), hops));
  }

  // The number of an entry, or an x-request-id.
  private @Nullable Call find(String id) {
    if (id.matches("[0-9]{1,18}")) {
      return recent.find(Long.parseLong(id));
    }
    List<Call> found = recent.list(call -> call.request().id().equals(id), 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  private Mono<ServerResponse> events(ServerRequest request) {
    return events
        .subscribe(window(request))
        .map(
            flux ->
                ServerResponse.ok()
                    .contentType(MediaType.TEXT_EVENT_STREAM)
                    .header("Cache-Control", "no-store")
                    .body(BodyInserters.fromServerSentEvents(flux)))
        .orElseGet(
            () -> fault(HttpStatus.SERVICE_UNAVAILABLE, "too many listen for events already"));
  }

  private Mono<ServerResponse> metrics() {
    return ServerResponse.ok()
        .contentType(PROMETHEUS)
        .body(Flux.fromStream(metrics::text), String.class);
  }

  private long window(ServerRequest request) {
    String text = request.queryParam("window").orElse("5m");
    long longest = graph.longestWindow();
    Matcher parts = WINDOW.matcher(text);
    if (parts.matches()) {
      long seconds =
          Long.parseLong(parts.group(1))
              * switch (parts.group(2)) {
                case "h" -> 3600;
                case "m" -> 60;
                default -> 1;
              };
      if (seconds >= SHORTEST_WINDOW && seconds <= longest) {
        return seconds;
      }
    }
    throw new InvalidConfigException(
        "window", text, SHORTEST_WINDOW + "s.." + Duration.ofSeconds(longest).toMinutes() + "m");
  }

  private static int limit(String text) {
    if (text.matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MOST_CALLS) {
        return limit;
      }
    }
    throw new InvalidConfigException("limit", text, "1.." + MOST_CALLS);
  }

  private static HandlerFunction<ServerResponse> guarded(HandlerFunction<ServerResponse> handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (InvalidConfigException e) {
        return fault(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
      }
    };
  }

  private static Mono<ServerResponse> json(Object body) {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .bodyValue(body);
  }

  private static Mono<ServerResponse> fault(HttpStatus status, String sentence) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(new Fault(sentence));
  }
}
