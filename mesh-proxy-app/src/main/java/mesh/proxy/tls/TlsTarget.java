package mesh.proxy.tls;

import java.util.List;

/**
 * What one upstream connection wants of TLS beside the configuration. Immutable.
 *
 * @param hostName name of the endpoint, for {@code auto_host_sni}; may be empty
 * @param serverName SNI in place of the configured one; empty keeps that
 * @param verifyNames DNS names or URIs, one of which must be in the peer's certificate, in place of
 *     the configured ones; empty keeps those
 */
public record TlsTarget(String hostName, String serverName, List<String> verifyNames) {

  /** Nothing beside the configuration. */
  public static final TlsTarget CONFIGURED = new TlsTarget("", "", List.of());

  public TlsTarget {
    verifyNames = List.copyOf(verifyNames);
  }

  /** Nothing beside the configuration but the endpoint's name. */
  public static TlsTarget of(String hostName) {
    return hostName.isEmpty() ? CONFIGURED : new TlsTarget(hostName, "", List.of());
  }
}
