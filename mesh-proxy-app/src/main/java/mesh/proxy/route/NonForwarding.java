package mesh.proxy.route;

/**
 * The route says that the request is answered by whoever asked for it: servers that use xDS
 * themselves, not proxies.
 */
public record NonForwarding() implements RouteAction {}
