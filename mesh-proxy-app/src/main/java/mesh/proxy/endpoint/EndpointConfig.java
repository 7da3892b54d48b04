package mesh.proxy.endpoint;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint.AdditionalAddress;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint.HealthCheckConfig;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/**
 * What discovery says of one endpoint. Immutable.
 *
 * @param address unresolved if it is a host name
 * @param additionalAddresses tried after {@code address}, in this order
 * @param hostname may be empty
 * @param priority 0 is the first choice
 * @param weight at least 1
 * @param canary true if its metadata say so
 * @param metadata by namespace
 * @param healthCheck null if it is checked where it serves
 */
public record EndpointConfig(
    SocketAddress address,
    List<SocketAddress> additionalAddresses,
    String hostname,
    Locality locality,
    int priority,
    int weight,
    HealthStatus status,
    boolean canary,
    Map<String, Map<String, Object>> metadata,
    @Nullable HealthCheckTarget healthCheck) {

  /** The namespace of load balancing: {@code canary}, subsets. */
  public static final String LB_NAMESPACE = "envoy.lb";

  /** The fields of an {@code LbEndpoint} that are honoured. */
  public static final Supported SUPPORTED = supported();

  public EndpointConfig {
    additionalAddresses = List.copyOf(additionalAddresses);
    if (weight < 1) {
      throw new InvalidConfigException(
          "load_balancing_weight", Integer.toUnsignedLong(weight), "1..2147483647");
    }
  }

  /** An endpoint of which nothing but its address is known. */
  public static EndpointConfig of(SocketAddress address) {
    return new EndpointConfig(
        address, List.of(), "", Locality.NONE, 0, 1, HealthStatus.UNKNOWN, false, Map.of(), null);
  }

  /**
   * Reads one endpoint of a locality.
   *
   * @param named endpoints that {@code endpoint_name} may refer to
   */
  public static EndpointConfig parse(
      LbEndpoint proto,
      Locality locality,
      int priority,
      Map<String, io.envoyproxy.envoy.config.endpoint.v3.Endpoint> named) {
    var endpoint = endpoint(proto, named);
    var metadata = ProtoValue.metadata(proto.getMetadata());
    return new EndpointConfig(
        ProtoValue.under("endpoint.address", () -> ProtoValue.address(endpoint.getAddress())),
        ProtoValue.addresses(
            endpoint.getAdditionalAddressesList().stream()
                .map(AdditionalAddress::getAddress)
                .toList(),
            "endpoint.additional_addresses"),
        endpoint.getHostname().intern(),
        locality,
        priority,
        proto.hasLoadBalancingWeight() ? proto.getLoadBalancingWeight().getValue() : 1,
        status(proto),
        metadata.getOrDefault(LB_NAMESPACE, Map.of()).get("canary") instanceof Boolean canary
            && canary,
        metadata,
        endpoint.hasHealthCheckConfig()
            ? ProtoValue.under(
                "endpoint.health_check_config", () -> target(endpoint.getHealthCheckConfig()))
            : null);
  }

  private static io.envoyproxy.envoy.config.endpoint.v3.Endpoint endpoint(
      LbEndpoint proto, Map<String, io.envoyproxy.envoy.config.endpoint.v3.Endpoint> named) {
    return switch (proto.getHostIdentifierCase()) {
      case ENDPOINT -> proto.getEndpoint();
      case ENDPOINT_NAME -> {
        var found = named.get(proto.getEndpointName());
        if (found == null) {
          throw new InvalidConfigException(
              "endpoint_name", proto.getEndpointName(), "a key of named_endpoints");
        }
        yield found;
      }
      case HOSTIDENTIFIER_NOT_SET -> throw new InvalidConfigException("endpoint", null, "set");
    };
  }

  private static HealthStatus status(LbEndpoint proto) {
    return switch (proto.getHealthStatus()) {
      case UNKNOWN -> HealthStatus.UNKNOWN;
      case HEALTHY -> HealthStatus.HEALTHY;
      case UNHEALTHY -> HealthStatus.UNHEALTHY;
      case DRAINING -> HealthStatus.DRAINING;
      case TIMEOUT -> HealthStatus.TIMEOUT;
      case DEGRADED -> HealthStatus.DEGRADED;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "health_status", proto.getHealthStatusValue(), "a known health status");
    };
  }

  private static HealthCheckTarget target(HealthCheckConfig proto) {
    if (proto.getPortValue() < 0 || proto.getPortValue() > 65_535) {
      throw new InvalidConfigException("port_value", proto.getPortValue(), "0..65535");
    }
    var address =
        proto.hasAddress()
            ? ProtoValue.under("address", () -> ProtoValue.address(proto.getAddress()))
            : null;
    return new HealthCheckTarget(
        address, proto.getPortValue(), proto.getHostname(), proto.getDisableActiveHealthCheck());
  }

  private static Supported supported() {
    return Supported.all(LbEndpoint.getDefaultInstance())
        .and(
            Supported.all(io.envoyproxy.envoy.config.endpoint.v3.Endpoint.getDefaultInstance()),
            Supported.all(AdditionalAddress.getDefaultInstance()),
            Supported.all(HealthCheckConfig.getDefaultInstance()),
            Supported.of(Address.getDefaultInstance()).fields("socket_address", "pipe"),
            Supported.of(io.envoyproxy.envoy.config.core.v3.SocketAddress.getDefaultInstance())
                .fields("address", "port_value"),
            Supported.of(Pipe.getDefaultInstance()).fields("path"),
            Supported.of(Metadata.getDefaultInstance()).fields("filter_metadata"));
  }
}
