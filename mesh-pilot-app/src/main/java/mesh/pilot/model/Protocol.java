package mesh.pilot.model;

import java.util.Locale;
import java.util.Optional;

/** What is spoken on a port. */
public enum Protocol {
  HTTP,
  HTTP2,
  HTTPS,
  GRPC,
  GRPC_WEB,
  TCP,
  TLS,
  MONGO,
  MYSQL,
  REDIS;

  /** Istio's spelling, in any case: {@code GRPC-Web}. */
  public static Optional<Protocol> of(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    for (Protocol protocol : values()) {
      if (protocol.name().equals(name)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }

  /** Whether requests can be told apart without opening TLS. */
  public boolean isHttp() {
    return this == HTTP || this == HTTP2 || this == GRPC || this == GRPC_WEB;
  }

  /** Whether upstreams are spoken to in HTTP/2. */
  public boolean isHttp2() {
    return this == HTTP2 || this == GRPC || this == GRPC_WEB;
  }
}
