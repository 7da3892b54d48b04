package mesh.proxy.bootstrap.plain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Servers that answer alike.
 *
 * @param name that routes use
 * @param endpoints each "host:port", an IPv6 address in brackets; names are looked up in the DNS
 * @param dns how names are looked up
 * @param lbPolicy how requests are spread
 * @param connectTimeout of one connection
 * @param http2 if the servers speak HTTP/2 without being asked
 * @param tls to speak TLS; plaintext if not given
 * @param healthCheck to ask the servers how they are; never if not given
 */
@ConfigurationPropertiesSource
public record ClusterProperties(
    String name,
    @DefaultValue List<String> endpoints,
    @DefaultValue("strict") Dns dns,
    @DefaultValue("round-robin") LbPolicy lbPolicy,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("false") boolean http2,
    @Nullable ClientTlsProperties tls,
    @Nullable HealthCheckProperties healthCheck) {

  /** What an answer of the DNS means. */
  public enum Dns {
    /** Each address is an endpoint. */
    STRICT,
    /** A new connection goes to the first address of the latest answer. */
    LOGICAL
  }

  /** How requests are spread. */
  public enum LbPolicy {
    /** Each in turn. */
    ROUND_ROBIN,
    /** The less busy of two. */
    LEAST_REQUEST,
    /** Any. */
    RANDOM,
    /** The same for the same hash, on a ring. */
    RING_HASH,
    /** The same for the same hash, by a table. */
    MAGLEV
  }

  public ClusterProperties {
    endpoints = List.copyOf(endpoints);
  }
}
