package mesh.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What a proxy must know to ask Pilot for the rest. Immutable.
 *
 * @param type {@code sidecar} or {@code router}
 * @param name of the instance
 * @param service its label {@code app}, and its service account
 * @param version its label {@code version}
 * @param address where it takes what others send
 * @param appAddress where its workload listens
 * @param adminAddress where its admin interface is; everybody who reaches it may change the proxy
 */
record Sidecar(
    String type,
    String name,
    String namespace,
    String service,
    String version,
    String address,
    String appAddress,
    String adminAddress) {

  static final int ADMIN_PORT = 15000;
  static final int OUTBOUND_PORT = 15001;
  static final int ACTUATOR_PORT = 15020;
  static final int READY_PORT = 15021;
  static final int STATS_PORT = 15090;

  private static final String TYPE = "type.googleapis.com/envoy.extensions";

  /** The identity that it asks the authority for. */
  String spiffeId() {
    return "spiffe://cluster.local/ns/" + namespace + "/sa/" + service;
  }

  /**
   * Its bootstrap: Envoy's format, Istio's words for the node.
   *
   * @param pilot where Pilot serves with mTLS, HOST:PORT
   */
  String bootstrap(String pilot) {
    int colon = pilot.lastIndexOf(':');
    return template()
        .replace("{type}", type)
        .replace("{name}", name)
        .replace("{namespace}", namespace)
        .replace("{workload}", type.equals("router") ? service : service + "-" + version)
        .replace("{service}", service)
        .replace("{version}", version)
        .replace("{address}", address)
        .replace("{app}", appAddress)
        .replace("{admin}", adminAddress)
        .replace("{pilot}", pilot.substring(0, colon))
        .replace("{port}", pilot.substring(colon + 1))
        .replace("{types}", TYPE);
  }

  private static String template() {
    try (InputStream in = Sidecar.class.getResourceAsStream("bootstrap.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
