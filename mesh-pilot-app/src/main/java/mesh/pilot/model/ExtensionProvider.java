package mesh.pilot.model;

/**
 * Who takes what proxies tell of their traffic; under the names of Istio's {@code
 * meshConfig.extensionProviders}. Immutable.
 */
public sealed interface ExtensionProvider {

  /** By which it is chosen. */
  String name();

  /** Where it listens. */
  Target to();

  /**
   * A place that proxies send to.
   *
   * @param service host of a known service, or any host name or address
   */
  record Target(String service, int port) {}

  /**
   * {@code envoyHttpAls}: an access log service for requests.
   *
   * @param logName empty for the direction of the traffic
   */
  record HttpAls(String name, Target to, String logName) implements ExtensionProvider {}

  /**
   * {@code envoyTcpAls}: an access log service for connections.
   *
   * @param logName empty for the direction of the traffic
   */
  record TcpAls(String name, Target to, String logName) implements ExtensionProvider {}

  /** {@code zipkin}: a collector of spans. */
  record Zipkin(String name, Target to) implements ExtensionProvider {}
}
