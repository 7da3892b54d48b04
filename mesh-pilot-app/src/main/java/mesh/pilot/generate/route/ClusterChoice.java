package mesh.pilot.generate.route;

import java.util.function.Function;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.model.Destination;
import mesh.pilot.model.Service;
import mesh.pilot.world.World;

/**
 * The cluster of a destination. A service that nobody knows has a cluster that does not exist:
 * requests get 503 and not another answer.
 *
 * @param namespace of the rule, which completes short hosts
 * @param port that the client called; for destinations that name none and have several
 */
record ClusterChoice(World world, String namespace, int port)
    implements Function<Destination, String> {

  @Override
  public String apply(Destination destination) {
    String host = world.fullHost(destination.host(), namespace);
    return ClusterName.outbound(port(destination, host), destination.subset(), host).toString();
  }

  private int port(Destination destination, String host) {
    if (destination.port() != null) {
      return destination.port();
    }
    Service service = world.service(host);
    return service != null && service.ports().size() == 1
        ? service.ports().getFirst().number()
        : port;
  }
}
