package mesh.pilot.generate.telemetry;

import com.github.udpa.udpa.type.v1.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import istio.stats.PluginConfig;
import java.util.List;
import mesh.pilot.generate.Protos;

/**
 * Filters of Istio's own proxy: they tell the peer who we are, and count requests by service. Only
 * for proxies that say that they have them.
 */
public final class IstioFilters {

  private static final String EXCHANGE = "istio.metadata_exchange";
  private static final String STATS = "istio.stats";
  private static final String PREFIX = "type.googleapis.com/";

  private IstioFilters() {}

  /** The first filters of a connection manager, before any that may answer by itself. */
  public static List<HttpFilter> first(ListenerTelemetry telemetry, Direction direction) {
    return telemetry.filters().httpExchange() ? List.of(exchange(direction)) : List.of();
  }

  /** The last filters of a connection manager before the router. */
  public static List<HttpFilter> last(ListenerTelemetry telemetry, Direction direction) {
    return telemetry.filters().httpStats()
        ? List.of(HttpFilter.newBuilder().setName(STATS).setTypedConfig(stats(direction)).build())
        : List.of();
  }

  /** The first filters of a connection that is no HTTP. */
  public static List<Filter> tcp(ListenerTelemetry telemetry, Direction direction) {
    return telemetry.filters().tcpStats()
        ? List.of(Filter.newBuilder().setName(STATS).setTypedConfig(stats(direction)).build())
        : List.of();
  }

  private static HttpFilter exchange(Direction direction) {
    String peer = direction == Direction.INBOUND ? "downstream" : "upstream";
    Value headers = one("istio_headers");
    var config =
        Struct.newBuilder()
            .putFields(peer + "_discovery", list(headers, one("workload_discovery")))
            .putFields(peer + "_propagation", list(headers));
    return HttpFilter.newBuilder()
        .setName(EXCHANGE)
        .setTypedConfig(
            Protos.any(
                TypedStruct.newBuilder()
                    .setTypeUrl(PREFIX + "io.istio.http.peer_metadata.Config")
                    .setValue(config)
                    .build()))
        .build();
  }

  private static Value one(String method) {
    return Value.newBuilder()
        .setStructValue(
            Struct.newBuilder()
                .putFields(
                    method, Value.newBuilder().setStructValue(Struct.getDefaultInstance()).build()))
        .build();
  }

  private static Value list(Value... values) {
    return Value.newBuilder()
        .setListValue(ListValue.newBuilder().addAllValues(List.of(values)))
        .build();
  }

  /** Where hosts come from outside of the mesh, they are not believed to name a service. */
  private static Any stats(Direction direction) {
    boolean isForeign = direction != Direction.OUTBOUND;
    return Protos.any(PluginConfig.newBuilder().setDisableHostHeaderFallback(isForeign).build());
  }
}
