package mesh.pilot.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How connections and requests to a service are made. Null parts are left as they are. Immutable.
 *
 * @param ports what is different for some ports of the service; they do not inherit
 */
public record TrafficPolicy(
    @Nullable LoadBalancer loadBalancer,
    @Nullable ConnectionPool connectionPool,
    @Nullable OutlierDetection outlierDetection,
    @Nullable ClientTls tls,
    Map<Integer, TrafficPolicy> ports) {

  public static final TrafficPolicy NONE = new TrafficPolicy(null, null, null, null, Map.of());

  public TrafficPolicy {
    ports = Map.copyOf(ports);
  }

  /** Which workload gets a request. A closed choice. */
  public sealed interface LoadBalancer {}

  /**
   * Istio's {@code simple}, without {@code PASSTHROUGH}: that needs the address that a connection
   * was captured on its way to, and clients call their proxy on purpose.
   */
  public enum Simple implements LoadBalancer {
    UNSPECIFIED,
    LEAST_REQUEST,
    LEAST_CONN,
    ROUND_ROBIN,
    RANDOM
  }

  /**
   * The same workload for the same key.
   *
   * @param minimumRingSize of a ring; ignored by Maglev
   * @param maglevTableSize a prime; 0 for a ring
   */
  public record ConsistentHash(HashKey key, int minimumRingSize, int maglevTableSize)
      implements LoadBalancer {}

  /** What is hashed. A closed choice. */
  public sealed interface HashKey {

    record Header(String name) implements HashKey {}

    record QueryParameter(String name) implements HashKey {}

    record SourceIp() implements HashKey {}

    /**
     * A cookie, which is made if it is missing.
     *
     * @param path empty for none
     * @param ttl zero for the session
     */
    record Cookie(String name, String path, Duration ttl) implements HashKey {}
  }

  /** Limits; null is Envoy's own. */
  public record ConnectionPool(
      @Nullable Integer maxConnections,
      @Nullable Duration connectTimeout,
      @Nullable Integer http1MaxPendingRequests,
      @Nullable Integer http2MaxRequests,
      @Nullable Integer maxRequestsPerConnection,
      @Nullable Integer maxRetries,
      @Nullable Duration idleTimeout,
      @Nullable Duration maxConnectionDuration,
      H2Upgrade h2Upgrade) {}

  /** Whether HTTP/1.1 requests are sent as HTTP/2. */
  public enum H2Upgrade {
    DEFAULT,
    DO_NOT_UPGRADE,
    UPGRADE
  }

  /** When a workload is left out for a while; null is Istio's own. */
  public record OutlierDetection(
      @Nullable Integer consecutive5xxErrors,
      @Nullable Integer consecutiveGatewayErrors,
      @Nullable Integer consecutiveLocalOriginFailures,
      boolean splitExternalLocalOriginErrors,
      @Nullable Duration interval,
      @Nullable Duration baseEjectionTime,
      @Nullable Integer maxEjectionPercent,
      @Nullable Integer minHealthPercent) {}

  /**
   * TLS of the client.
   *
   * @param sni empty for the service's host; in the mesh, for the name of the cluster
   * @param subjectAltNames any of which the server must have; empty for those of the service
   */
  public record ClientTls(
      Mode mode,
      String clientCertificate,
      String privateKey,
      String caCertificates,
      String sni,
      List<String> subjectAltNames) {

    public ClientTls {
      subjectAltNames = List.copyOf(subjectAltNames);
    }

    /** How the peers prove who they are. */
    public enum Mode {
      DISABLE,
      SIMPLE,
      MUTUAL,
      ISTIO_MUTUAL
    }
  }
}
