package mesh.pilot.world;

import java.util.Map;

/**
 * A proxy that asks for its configuration. Immutable.
 *
 * @param id of the node: {@code sidecar~10.0.0.1~shop-1.default~default.svc.cluster.local}
 * @param address of its workload
 * @param labels of its workload
 * @param ports where it listens for what its own workload sends
 * @param appAddress where its workload listens, seen from the proxy
 * @param filters Istio's filters that it says it has
 */
public record Proxy(
    String id,
    Type type,
    String address,
    String namespace,
    Map<String, String> labels,
    Outbound ports,
    String appAddress,
    Filters filters) {

  /** What kind of client it is. */
  public enum Type {
    /** Beside a workload: {@code sidecar}. */
    SIDECAR,
    /** At the edge: {@code router}. */
    ROUTER,
    /** A gRPC library, without proxy. */
    GRPC
  }

  /** Where a sidecar takes what its workload sends. */
  public record Outbound(String address, int port) {}

  /** Filters that only Istio's proxy and ours have; others refuse a configuration with them. */
  public record Filters(boolean httpExchange, boolean httpStats, boolean tcpStats) {

    public static final Filters NONE = new Filters(false, false, false);
  }

  public Proxy {
    labels = Map.copyOf(labels);
  }

  /** Without Istio's filters. */
  public Proxy(
      String id,
      Type type,
      String address,
      String namespace,
      Map<String, String> labels,
      Outbound ports,
      String appAddress) {
    this(id, type, address, namespace, labels, ports, appAddress, Filters.NONE);
  }
}
