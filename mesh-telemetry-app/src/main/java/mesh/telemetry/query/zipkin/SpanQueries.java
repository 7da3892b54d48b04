package mesh.telemetry.query.zipkin;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.telemetry.span.SpanRing;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import zipkin2.Span;
import zipkin2.codec.DependencyLinkBytesEncoder;
import zipkin2.codec.SpanBytesEncoder;

/** Answers Zipkin's questions. Shared by all threads. */
public final class SpanQueries {

  private static final int MOST_IDS = 100;

  private final SpanRing ring;
  private final InstantSource clock;

  public SpanQueries(SpanRing ring, InstantSource clock) {
    this.ring = ring;
    this.clock = clock;
  }

  /** An answer. */
  private record Answer(int status, String type, byte[] body) {

    static Answer json(byte[] body) {
      return new Answer(200, "application/json", body);
    }

    static Answer fault(int status, String sentence) {
      return new Answer(status, "text/plain", (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Adds the paths that are answered here. */
  public void route(HttpServerRoutes routes) {
    get(routes, "/api/v2/services", request -> names(ring.services()));
    get(routes, "/api/v2/spans", request -> names(ring.spanNames(service(request))));
    get(routes, "/api/v2/remoteServices", request -> names(ring.remoteServices(service(request))));
    get(routes, "/api/v2/traces", this::traces);
    get(routes, "/api/v2/trace/{id}", this::trace);
    get(routes, "/api/v2/traceMany", this::many);
    get(routes, "/api/v2/dependencies", this::dependencies);
    get(
        routes,
        "/health",
        request -> Answer.json("{\"status\":\"UP\"}".getBytes(StandardCharsets.UTF_8)));
  }

  private static void get(
      HttpServerRoutes routes, String path, Function<HttpServerRequest, Answer> answer) {
    routes.get(path, (request, response) -> answer(request, response, answer));
  }

  private static Publisher<Void> answer(
      HttpServerRequest request,
      HttpServerResponse response,
      Function<HttpServerRequest, Answer> answer) {
    return Mono.fromCallable(() -> answer.apply(request))
        .subscribeOn(Schedulers.parallel())
        .onErrorResume(
            IllegalArgumentException.class,
            e -> Mono.just(Answer.fault(400, String.valueOf(e.getMessage()))))
        .flatMap(
            made ->
                response
                    .status(made.status())
                    .header(HttpHeaderNames.CONTENT_TYPE, made.type())
                    .sendByteArray(Mono.just(made.body()))
                    .then());
  }

  private static String service(HttpServerRequest request) {
    return new TraceQuery(request.uri()).required("serviceName");
  }

  private Answer traces(HttpServerRequest request) {
    return Answer.json(nested(ring.find(new TraceQuery(request.uri()).request(clock.millis()))));
  }

  private Answer trace(HttpServerRequest request) {
    String id = Span.normalizeTraceId(String.valueOf(request.param("id")));
    List<Span> trace = ring.trace(id);
    return trace.isEmpty()
        ? Answer.fault(404, "trace " + id + " is not here: it was never sent, or is too old")
        : Answer.json(SpanBytesEncoder.JSON_V2.encodeList(trace));
  }

  private Answer many(HttpServerRequest request) {
    String[] ids = new TraceQuery(request.uri()).required("traceIds").split(",");
    if (ids.length > MOST_IDS) {
      return Answer.fault(400, "traceIds: " + ids.length + " (expected: at most " + MOST_IDS + ")");
    }
    return Answer.json(
        nested(
            Stream.of(ids)
                .map(id -> ring.trace(Span.normalizeTraceId(id.trim())))
                .filter(trace -> !trace.isEmpty())
                .toList()));
  }

  private Answer dependencies(HttpServerRequest request) {
    var query = new TraceQuery(request.uri());
    long end = query.number("endTs", clock.millis());
    long lookback = query.number("lookback", end);
    return Answer.json(
        DependencyLinkBytesEncoder.JSON_V1.encodeList(
            ring.dependencies((end - lookback) * 1000, end * 1000)));
  }

  private static Answer names(Collection<String> names) {
    String list =
        names.stream().map(SpanQueries::quoted).collect(Collectors.joining(",", "[", "]"));
    return Answer.json(list.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] nested(List<List<Span>> traces) {
    var body = new ByteArrayOutputStream();
    body.write('[');
    for (List<Span> trace : traces) {
      if (body.size() > 1) {
        body.write(',');
      }
      body.writeBytes(SpanBytesEncoder.JSON_V2.encodeList(trace));
    }
    body.write(']');
    return body.toByteArray();
  }

  private static String quoted(String name) {
    var text = new StringBuilder(name.length() + 2).append('"');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
