package mesh.proxy.cluster.protocol;

/** How the HTTP version of upstream connections is chosen. */
public enum UpstreamProtocol {
  HTTP1,
  HTTP2,
  /** The version that the client speaks to us. */
  AS_DOWNSTREAM,
  /** What ALPN agrees on; HTTP/2 is offered first. */
  BY_ALPN
}
