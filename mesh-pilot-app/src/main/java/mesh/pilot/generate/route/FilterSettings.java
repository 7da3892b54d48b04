package mesh.pilot.generate.route;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import java.util.LinkedHashMap;
import java.util.Map;
import mesh.grpc.GrpcStatus;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.HttpRoute;

/** What the filters of a connection manager do on one route. */
final class FilterSettings {

  static final String FAULT = "envoy.filters.http.fault";
  static final String CORS = "envoy.filters.http.cors";

  private FilterSettings() {}

  /** {@code typed_per_filter_config}, by name of the filter. */
  static Map<String, Any> of(HttpRoute route) {
    Map<String, Any> settings = new LinkedHashMap<>();
    if (route.cors() != null) {
      settings.put(CORS, Protos.any(cors(route.cors())));
    }
    if (route.fault() != null) {
      settings.put(FAULT, Protos.any(fault(route.fault())));
    }
    return settings;
  }

  private static HTTPFault fault(HttpRoute.Fault fault) {
    var proto = HTTPFault.newBuilder();
    HttpRoute.Delay delay = fault.delay();
    if (delay != null) {
      proto.setDelay(
          FaultDelay.newBuilder()
              .setFixedDelay(Protos.duration(delay.fixed()))
              .setPercentage(ActionGenerator.percent(delay.percent())));
    }
    HttpRoute.Abort abort = fault.abort();
    if (abort != null) {
      var aborted = FaultAbort.newBuilder().setPercentage(ActionGenerator.percent(abort.percent()));
      if (abort.httpStatus() > 0) {
        aborted.setHttpStatus(abort.httpStatus());
      } else {
        aborted.setGrpcStatus(GrpcStatus.number(abort.grpcStatus()));
      }
      proto.setAbort(aborted);
    }
    return proto.build();
  }

  private static CorsPolicy cors(HttpRoute.Cors cors) {
    var proto = CorsPolicy.newBuilder();
    cors.allowOrigins()
        .forEach(origin -> proto.addAllowOriginStringMatch(MatchGenerator.string(origin)));
    proto.setAllowMethods(String.join(",", cors.allowMethods()));
    proto.setAllowHeaders(String.join(",", cors.allowHeaders()));
    proto.setExposeHeaders(String.join(",", cors.exposeHeaders()));
    if (cors.maxAge() != null) {
      proto.setMaxAge(Long.toString(cors.maxAge().toSeconds()));
    }
    if (cors.allowCredentials()) {
      proto.setAllowCredentials(BoolValue.of(true));
    }
    return proto.build();
  }
}
