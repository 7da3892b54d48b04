package mesh.pilot.world;

import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.Workload;

/**
 * One port of one service on one workload. Immutable.
 *
 * @param number that the workload listens on
 */
public record Instance(Service service, ServiceEntry.Port port, Workload workload, int number) {

  /** The same instance for a client that is to send plaintext. */
  public Instance withoutMutualTls() {
    return new Instance(service, port, workload.withoutMutualTls(), number);
  }

  /** Which port of the workload serves a port of its service. */
  public static Instance of(Service service, ServiceEntry.Port port, Workload workload) {
    int number = workload.ports().getOrDefault(port.name(), port.targetPort());
    return new Instance(service, port, workload, number);
  }
}
