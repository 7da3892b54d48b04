package mesh.proxy.admin.page;

import io.envoyproxy.envoy.admin.v3.CommandLineOptions;
import io.envoyproxy.envoy.admin.v3.ServerInfo;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.time.Duration;

/** What the process says of itself. Shared by all threads. */
public interface ServerFacts {

  /** In Envoy's form: {@code REVISION/1.2.3/Clean/RELEASE/BoringSSL}. */
  String version();

  ServerInfo.State state();

  Duration uptime();

  CommandLineOptions options();

  Node node();
}
