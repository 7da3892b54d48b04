package mesh.proxy.route;

import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.NonForwardingAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.Tracing;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.mutation.MutationConfig;
import mesh.proxy.route.match.RouteMatch;
import mesh.proxy.route.match.RouteMatchConfig;
import mesh.proxy.tracing.TraceRoute;
import mesh.proxy.tracing.sampling.Sampling;
import mesh.proxy.tracing.tag.CustomTagConfig;

/** Reads one route. */
final class RouteEntryConfig {

  static final Supported SUPPORTED =
      Supported.of(Route.getDefaultInstance())
          .fields(
              "name",
              "match",
              "route",
              "redirect",
              "direct_response",
              "non_forwarding_action",
              "metadata",
              "decorator",
              "typed_per_filter_config",
              "request_headers_to_add",
              "request_headers_to_remove",
              "response_headers_to_add",
              "response_headers_to_remove",
              "tracing",
              "per_request_buffer_limit_bytes",
              "stat_prefix")
          .and(
              RouteMatchConfig.SUPPORTED,
              ForwardConfig.SUPPORTED,
              WeightedConfig.SUPPORTED,
              ReplyConfig.SUPPORTED,
              MutationConfig.SUPPORTED,
              PerFilterConfig.SUPPORTED,
              Supported.all(NonForwardingAction.getDefaultInstance()),
              Supported.all(Decorator.getDefaultInstance()),
              Supported.all(Tracing.getDefaultInstance()),
              CustomTagConfig.SUPPORTED,
              Supported.all(FractionalPercent.getDefaultInstance()),
              Supported.of(Metadata.getDefaultInstance()).fields("filter_metadata"));

  private RouteEntryConfig() {}

  static RouteEntry parse(Route proto, HostLevel host) {
    if (!proto.hasMatch()) {
      throw new InvalidConfigException("match", null, "conditions, such as prefix: /");
    }
    RouteMatch match = ProtoValue.under("match", () -> RouteMatchConfig.parse(proto.getMatch()));
    RouteLevel level =
        new RouteLevel(
            facts(proto, host),
            match.path(),
            new RouteMutations(
                MutationConfig.parse(
                    "request_headers",
                    proto.getRequestHeadersToAddList(),
                    proto.getRequestHeadersToRemoveList()),
                MutationConfig.parse(
                    "response_headers",
                    proto.getResponseHeadersToAddList(),
                    proto.getResponseHeadersToRemoveList())),
            host.filters()
                .with(
                    PerFilterConfig.parse(
                        proto.getTypedPerFilterConfigMap(), host.context().filters())),
            host);
    return switch (proto.getActionCase()) {
      case ROUTE ->
          proto.getRoute().hasWeightedClusters()
              ? ProtoValue.under(
                  "route", () -> WeightedConfig.parse(proto.getRoute(), match, level))
              : new RouteEntry(
                  match, level.route(ProtoValue.under("route", () -> forward(proto, level))));
      case REDIRECT ->
          new RouteEntry(
              match,
              level.route(
                  ProtoValue.under(
                      "redirect", () -> ReplyConfig.redirect(proto.getRedirect(), match.path()))));
      case DIRECT_RESPONSE ->
          new RouteEntry(
              match,
              level.route(
                  ProtoValue.under(
                      "direct_response",
                      () ->
                          ReplyConfig.directResponse(
                              proto.getDirectResponse(), host.maxDirectResponseBytes()))));
      case NON_FORWARDING_ACTION -> new RouteEntry(match, level.route(new NonForwarding()));
      case FILTER_ACTION, ACTION_NOT_SET ->
          throw new InvalidConfigException(
              "action",
              proto.getActionCase(),
              "one of route, redirect, direct_response, non_forwarding_action");
    };
  }

  private static Forward forward(Route proto, RouteLevel level) {
    Forward forward = ForwardConfig.parse(proto.getRoute(), level.path(), level.host().inherited());
    level.host().check(forward, "cluster");
    return forward;
  }

  private static RouteFacts facts(Route proto, HostLevel host) {
    return new RouteFacts(
        proto.getName(),
        ProtoValue.metadata(proto.getMetadata()),
        proto.hasDecorator() || proto.hasTracing() ? trace(proto) : TraceRoute.NONE,
        proto.getStatPrefix(),
        proto.hasPerRequestBufferLimitBytes()
            ? Integer.toUnsignedLong(proto.getPerRequestBufferLimitBytes().getValue())
            : host.requestBufferLimit());
  }

  private static TraceRoute trace(Route proto) {
    Decorator decorator = proto.getDecorator();
    return new TraceRoute(
        decorator.getOperation(),
        !decorator.hasPropagate() || decorator.getPropagate().getValue(),
        proto.hasTracing() ? sampling(proto.getTracing()) : null,
        ProtoValue.under(
            "tracing", () -> CustomTagConfig.parse(proto.getTracing().getCustomTagsList())));
  }

  private static Sampling sampling(Tracing proto) {
    return new Sampling(
        share(proto.hasClientSampling(), proto.getClientSampling()),
        share(proto.hasRandomSampling(), proto.getRandomSampling()),
        share(proto.hasOverallSampling(), proto.getOverallSampling()));
  }

  private static mesh.proxy.runtime.FractionalPercent share(
      boolean present, FractionalPercent proto) {
    return present ? ProtoValue.fraction(proto) : mesh.proxy.runtime.FractionalPercent.ALL;
  }
}
