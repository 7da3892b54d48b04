package mesh.pilot.generate;

import java.util.Optional;

/**
 * The name of a cluster, in Istio's spelling: {@code
 * outbound|8080|v1|stock.default.svc.cluster.local}.
 *
 * @param port of the service; inbound, of the workload
 * @param subset empty for all workloads
 * @param host empty for inbound clusters
 */
public record ClusterName(Direction direction, int port, String subset, String host) {

  /** Where nothing goes. */
  public static final String BLACK_HOLE = "BlackHoleCluster";

  /** Which way the traffic flows. */
  public enum Direction {
    OUTBOUND("outbound"),
    INBOUND("inbound");

    private final String text;

    Direction(String text) {
      this.text = text;
    }
  }

  public static ClusterName outbound(int port, String subset, String host) {
    return new ClusterName(Direction.OUTBOUND, port, subset, host);
  }

  public static ClusterName inbound(int port) {
    return new ClusterName(Direction.INBOUND, port, "", "");
  }

  /** Reads a name; empty if it is not of this form. */
  public static Optional<ClusterName> parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 4 || !parts[1].matches("\\d{1,5}")) {
      return Optional.empty();
    }
    for (Direction direction : Direction.values()) {
      if (direction.text.equals(parts[0])) {
        return Optional.of(
            new ClusterName(direction, Integer.parseInt(parts[1]), parts[2], parts[3]));
      }
    }
    return Optional.empty();
  }

  /** Server name that a client asks for by TLS: {@code outbound_.8080_.v1_.host}. */
  public String sni() {
    return direction.text + "_." + port + "_." + subset + "_." + host;
  }

  @Override
  public String toString() {
    return direction.text + "|" + port + "|" + subset + "|" + host;
  }
}
