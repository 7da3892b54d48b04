package mesh.proxy.filter.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.RouteContext;
import mesh.proxy.route.RouteTable;
import mesh.proxy.route.RouteTableConfig;
import mesh.testkit.TestAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a filter does with a few requests, as a golden file has it.
 *
 * <p>Above the dashes: {@code config}, the filter's message; {@code routes}, a {@code
 * RouteConfiguration}, if the story needs one; {@code clusters}; {@code steps}, each a {@code
 * request} with the {@code response} that upstream would give, or {@code advance} for the clock, or
 * {@code runtime} values, or {@code health}. Below: what became of each request, and all counters
 * that are not zero. A filter that is refused tells the error.
 */
final class FilterStory {

  private static final String NAME = "filter-under-test";

  private final HttpFilterFactory<?> factory;
  private final Map<String, Object> story;
  private final FilterHost host;
  private ConnectionInfo connection = newConnection(Map.of());

  FilterStory(HttpFilterFactory<?> factory, Object story, FilterHost host) {
    this.factory = factory;
    this.story = map(story);
    this.host = host;
  }

  Object tell() {
    try {
      for (Object cluster : list(story.get("clusters"))) {
        host.cluster(ProtoYaml.of(Cluster.getDefaultInstance(), cluster));
      }
      Supplier<? extends HttpFilter> filters = bind(factory);
      RouteTable routes = story.containsKey("routes") ? routes() : null;
      var told = new ArrayList<Object>();
      for (Object step : list(story.get("steps"))) {
        Object outcome = step(map(step), filters, routes);
        if (outcome != null) {
          told.add(outcome);
        }
      }
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("told", told);
      all.put("counts", host.counts());
      return all;
    } catch (InvalidConfigException e) {
      return Map.of("refused", e.getMessage());
    }
  }

  private <P extends Message> Supplier<? extends HttpFilter> bind(HttpFilterFactory<P> typed) {
    P config = ProtoYaml.of(typed.prototype(), story.get("config"));
    typed.supported().check(config);
    return typed.bind(config, host.context(NAME));
  }

  private RouteTable routes() {
    var types = JsonFormat.TypeRegistry.newBuilder().add(FilterConfig.getDescriptor());
    factory.routePrototypes().forEach(prototype -> types.add(prototype.getDescriptorForType()));
    var proto = RouteConfiguration.newBuilder();
    try {
      JsonFormat.parser()
          .usingTypeRegistry(types.build())
          .merge(new com.google.gson.Gson().toJson(story.get("routes")), proto);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return RouteTableConfig.parse(
        proto.build(),
        new RouteContext((name, any, optional) -> bindRoute(any), cluster -> true, false));
  }

  private Object bindRoute(com.google.protobuf.Any any) {
    for (Message prototype : factory.routePrototypes()) {
      if (any.getTypeUrl().endsWith("/" + prototype.getDescriptorForType().getFullName())) {
        try {
          Message message = prototype.getParserForType().parseFrom(any.getValue());
          factory.supported().check(message);
          return factory.bindRoute(message, host.context(NAME));
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalArgumentException(e);
        }
      }
    }
    throw new IllegalArgumentException(any.getTypeUrl());
  }

  private @Nullable Object step(
      Map<String, Object> step,
      Supplier<? extends HttpFilter> filters,
      @Nullable RouteTable routes) {
    if (step.containsKey("advance")) {
      host.clock.advance(Duration.parse("PT" + step.get("advance")));
      return null;
    }
    if (step.containsKey("runtime")) {
      host.runtime.replace(map(step.get("runtime")));
      return null;
    }
    if (step.containsKey("random")) {
      int drawn = ((Number) step.get("random")).intValue();
      host.random = bound -> drawn;
      return null;
    }
    if (step.containsKey("health")) {
      if (step.get("health").equals("fail")) {
        host.health.fail();
      } else {
        host.health.recover();
      }
      return null;
    }
    if (step.containsKey("connection")) {
      connection = newConnection(map(step.get("connection")));
      return null;
    }
    return exchange(step, filters.get(), routes);
  }

  private Object exchange(
      Map<String, Object> step, HttpFilter filter, @Nullable RouteTable routes) {
    Headers head = requestHead(map(step.get("request")));
    String before = head.toString();
    var stream = new FakeStream(host, connection, head, routes);
    if (step.containsKey("metadata")) {
      map(step.get("metadata"))
          .forEach((name, fields) -> stream.info().dynamicMetadata(name).putAll(map(fields)));
    }
    Verdict verdict = filter.onRequestHead(stream, head, true);
    Map<String, Object> outcome = new LinkedHashMap<>();
    switch (verdict) {
      case LocalReply reply -> answer(reply, filter, stream, outcome);
      case Verdict.Flow flow -> {
        outcome.put("upstream", head.toString().equals(before) ? "as it came" : shown(head));
        if (flow != Verdict.Flow.CONTINUE) {
          outcome.put("flow", flow.name());
        }
        Headers response = responseHead(map(step.get("response")));
        String responseBefore = response.toString();
        stream.info().responseHead = response;
        stream.info().responseCode = response.status();
        filter.onResponseHead(stream, response, true);
        if (!response.toString().equals(responseBefore)) {
          outcome.put("downstream", shown(response));
        }
      }
    }
    filter.onStreamEnd(stream);
    if (!stream.info().dynamicMetadata().isEmpty()) {
      Map<String, Object> copy = new LinkedHashMap<>();
      stream
          .info()
          .dynamicMetadata()
          .forEach((name, fields) -> copy.put(name, new TreeMap<>(fields)));
      outcome.put("metadata", copy);
    }
    return outcome;
  }

  private static void answer(
      LocalReply reply, HttpFilter filter, FakeStream stream, Map<String, Object> outcome) {
    Headers head = Headers.response(reply.status());
    Headers more = reply.headers();
    if (more != null) {
      more.forEach(head::add);
    }
    stream.info().responseCodeDetails = reply.details();
    filter.onResponseHead(stream, head, reply.body().isEmpty());
    outcome.put("downstream", shown(head));
    if (!reply.body().isEmpty()) {
      outcome.put("body", reply.body());
    }
    outcome.put("details", reply.details());
    if (reply.flag() != null) {
      outcome.put("flag", reply.flag().code());
    }
    if (reply.grpcStatus() >= 0) {
      outcome.put("grpc_status", reply.grpcStatus());
    }
  }

  private static Headers requestHead(Map<String, Object> fields) {
    Headers head = Headers.request("GET", "http", "shop.test", "/");
    fields.forEach((name, value) -> put(head, name, value));
    return head;
  }

  private static Headers responseHead(Map<String, Object> fields) {
    Headers head = Headers.response(200);
    fields.forEach((name, value) -> put(head, name, value));
    return head;
  }

  private static void put(Headers head, String name, Object value) {
    if (name.startsWith(":")) {
      head.set(name, String.valueOf(value));
    } else if (value instanceof List<?> several) {
      several.forEach(one -> head.add(name, String.valueOf(one)));
    } else {
      head.add(name, String.valueOf(value));
    }
  }

  private static Map<String, Object> shown(Headers head) {
    Map<String, Object> fields = new LinkedHashMap<>();
    head.forEach(
        (name, value) -> {
          boolean boring = name.equals(HeaderNames.SCHEME) || name.equals(HeaderNames.AUTHORITY);
          if (!boring || !value.equals("http") && !value.equals("shop.test")) {
            fields.merge(name, value, (one, other) -> one + " & " + other);
          }
        });
    return fields;
  }

  private static ConnectionInfo newConnection(Map<String, Object> facts) {
    var connection =
        new ConnectionInfo(
            address(facts.getOrDefault("local", "10.0.0.1:8080")),
            address(facts.getOrDefault("remote", "192.168.7.9:40000")));
    connection.serverName(String.valueOf(facts.getOrDefault("server_name", "")));
    if (facts.containsKey("certificate_for")) {
      String[] names = list(facts.get("certificate_for")).toArray(String[]::new);
      List<X509Certificate> peer =
          names.length == 0
              ? List.of()
              : List.of(TestAuthority.of("mesh.test").issue(names).certificate());
      connection.tls(new TlsInfo("TLSv1.3", "", "", "", "", null, peer, !peer.isEmpty()));
    }
    return connection;
  }

  private static InetSocketAddress address(Object text) {
    String whole = text.toString();
    int colon = whole.lastIndexOf(':');
    return new InetSocketAddress(
        whole.substring(0, colon), Integer.parseInt(whole.substring(colon + 1)));
  }

  @SuppressWarnings("unchecked") // YAML keys are texts here
  private static Map<String, Object> map(@Nullable Object tree) {
    return tree == null ? Map.of() : (Map<String, Object>) tree;
  }

  private static List<?> list(@Nullable Object tree) {
    return tree == null ? List.of() : (List<?>) tree;
  }
}
