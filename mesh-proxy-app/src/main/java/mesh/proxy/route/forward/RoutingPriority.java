package mesh.proxy.route.forward;

/** Which set of circuit breakers a request counts against. */
public enum RoutingPriority {
  DEFAULT,
  HIGH
}
