package mesh.proxy.route;

/**
 * Answers from the configuration.
 *
 * @param status 200 to 599
 * @param body may be empty
 */
public record DirectResponse(int status, String body) implements RouteAction {}
