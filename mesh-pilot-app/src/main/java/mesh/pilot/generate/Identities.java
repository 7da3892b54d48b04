package mesh.pilot.generate;

import java.util.SortedSet;
import java.util.TreeSet;
import mesh.pilot.model.Service;
import mesh.pilot.model.Workload;

/** Who serves a service. */
public final class Identities {

  private static final String USUAL_ACCOUNT = "default";

  private Identities() {}

  /**
   * SPIFFE IDs of a service's workloads, any of which is right.
   *
   * @return those that the service names, if it names some
   */
  public static SortedSet<String> of(Service service, String trustDomain) {
    if (!service.subjectAltNames().isEmpty()) {
      return new TreeSet<>(service.subjectAltNames());
    }
    var identities = new TreeSet<String>();
    for (Workload workload : service.workloads()) {
      String account =
          workload.serviceAccount().isEmpty() ? USUAL_ACCOUNT : workload.serviceAccount();
      identities.add("spiffe://" + trustDomain + "/ns/" + service.namespace() + "/sa/" + account);
    }
    return identities;
  }
}
