package mesh.proxy.cluster.type;

import java.net.SocketAddress;
import java.util.List;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.endpoint.Locality;

/**
 * All endpoints of a cluster as discovery sees them now. Immutable.
 *
 * @param localities in any order; several may have the same place and priority
 */
public record Assignment(List<Group> localities, AssignmentPolicy policy) {

  /** Nobody. */
  public static final Assignment EMPTY = new Assignment(List.of(), AssignmentPolicy.ENVOY);

  public Assignment {
    localities = List.copyOf(localities);
  }

  /**
   * Endpoints of one locality and priority. Immutable.
   *
   * @param priority 0 is the first choice
   * @param weight 0 if none was given
   */
  public record Group(Locality locality, int priority, long weight, List<Host> hosts) {

    public Group {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * One endpoint that connections can be made to. Immutable.
   *
   * @param address resolved, or a Unix domain socket
   * @param hostname may be empty
   * @param logical true if it is known by its name and may move to another address
   */
  public record Host(
      SocketAddress address, String hostname, EndpointConfig config, boolean logical) {

    /** A host that is known by its address. */
    public Host(SocketAddress address, String hostname, EndpointConfig config) {
      this(address, hostname, config, false);
    }
  }
}
