package mesh.pilot.status;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** All connected proxies. Shared by all threads. */
public final class ProxyStatuses {

  private final ConcurrentSkipListMap<String, ProxyStatus> byConnection =
      new ConcurrentSkipListMap<>();

  public void connected(ProxyStatus status) {
    byConnection.put(status.connection(), status);
  }

  public void disconnected(ProxyStatus status) {
    byConnection.remove(status.connection());
  }

  /** In the order of their connections. */
  public Collection<ProxyStatus> all() {
    return List.copyOf(byConnection.values());
  }
}
