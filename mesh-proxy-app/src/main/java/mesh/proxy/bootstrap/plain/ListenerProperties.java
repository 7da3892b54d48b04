package mesh.proxy.bootstrap.plain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A port that takes connections.
 *
 * @param name in stats and logs; "listener_" and the port if not given
 * @param address to bind, 0.0.0.0 for all
 * @param port to bind, 0 to 65535; 0 takes a free one
 * @param protocol what the connections speak
 * @param tls certificate to show to clients; plaintext if not given
 * @param routes where requests go, the first match of a host wins; for http
 * @param cluster where everything goes that no route takes, and every connection of a tcp listener
 */
@ConfigurationPropertiesSource
public record ListenerProperties(
    @Nullable String name,
    @DefaultValue("0.0.0.0") String address,
    int port,
    @DefaultValue("http") Protocol protocol,
    @Nullable ServerTlsProperties tls,
    @DefaultValue List<RouteProperties> routes,
    @Nullable String cluster) {

  /** What a listener understands of the bytes. */
  public enum Protocol {
    /** HTTP/1.1 and HTTP/2, told apart by the first bytes or by ALPN. */
    HTTP,
    /** Bytes, passed on as they are. */
    TCP
  }

  public ListenerProperties {
    routes = List.copyOf(routes);
  }
}
