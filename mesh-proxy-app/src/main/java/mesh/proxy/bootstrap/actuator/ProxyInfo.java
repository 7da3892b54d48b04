package mesh.proxy.bootstrap.actuator;

import java.util.LinkedHashMap;
import java.util.Map;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.bootstrap.operate.ProcessFacts;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Who this proxy is, for {@code /actuator/info}. */
final class ProxyInfo implements InfoContributor {

  private final Operations operations;

  ProxyInfo(Operations operations) {
    this.operations = operations;
  }

  @Override
  public void contribute(Info.Builder builder) {
    Map<String, Object> proxy = new LinkedHashMap<>();
    proxy.put("version", ProcessFacts.VERSION);
    Operated rooms = operations.rooms();
    if (rooms != null) {
      proxy.put("state", rooms.life().state().name());
      proxy.put("uptimeSeconds", rooms.life().uptime().toSeconds());
      proxy.put("node", rooms.bootstrap().getNode().getId());
      proxy.put("cluster", rooms.bootstrap().getNode().getCluster());
      proxy.put("listeners", rooms.listeners().all().size());
      proxy.put("clusters", rooms.clusters().all().size());
    }
    builder.withDetail("proxy", proxy);
  }
}
