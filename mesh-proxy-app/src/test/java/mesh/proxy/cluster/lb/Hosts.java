package mesh.proxy.cluster.lb;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.endpoint.HealthStatus;
import mesh.proxy.endpoint.Locality;

/** Endpoints for tests. */
public final class Hosts {

  private Hosts() {}

  /** {@code 10.0.0.1:80}, {@code 10.0.0.2:80} and so on, with these weights. */
  public static List<Endpoint> weighing(int... weights) {
    return IntStream.range(0, weights.length).mapToObj(at -> host(at + 1, weights[at])).toList();
  }

  /** Hosts of weight 1. */
  public static List<Endpoint> of(int count) {
    return weighing(IntStream.range(0, count).map(at -> 1).toArray());
  }

  /** {@code 10.0.0.<number>:80}. */
  public static Endpoint host(int number, int weight) {
    return host(number, weight, Map.of());
  }

  /** {@code 127.0.0.1:<first>} and the ports that follow. */
  public static List<Endpoint> onPorts(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(port -> ProtoValue.hostAndPort("127.0.0.1", port))
        .map(address -> new Endpoint(address, "", EndpointConfig.of(address), 0))
        .toList();
  }

  /** {@code 10.0.0.<number>:80} with metadata below {@code envoy.lb}. */
  public static Endpoint host(int number, int weight, Map<String, Object> metadata) {
    InetSocketAddress address =
        ProtoValue.hostAndPort("10.0." + number / 256 + "." + number % 256, 80);
    var config =
        new EndpointConfig(
            address,
            List.of(),
            "host-" + number,
            Locality.NONE,
            0,
            weight,
            HealthStatus.UNKNOWN,
            false,
            metadata.isEmpty() ? Map.of() : Map.of(EndpointConfig.LB_NAMESPACE, metadata),
            null);
    return new Endpoint(address, "host-" + number, config, 0);
  }

  /** One priority without localities. */
  public static HostSet set(List<Endpoint> hosts) {
    return new HostSet(List.of(new LocalityHosts(Locality.NONE, 0, hosts)));
  }
}
