package mesh.proxy.bootstrap.operate;

import io.envoyproxy.envoy.admin.v3.CommandLineOptions;
import io.envoyproxy.envoy.admin.v3.ServerInfo;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.netty.handler.ssl.OpenSsl;
import java.time.Duration;
import java.util.Objects;
import mesh.proxy.admin.page.ServerFacts;

/** What this process says of itself. */
public final class ProcessFacts implements ServerFacts {

  /** Of the jar, or a placeholder where there is none. */
  public static final String VERSION =
      Objects.requireNonNullElse(
          ProcessFacts.class.getPackage().getImplementationVersion(), "0.0.0");

  private final Operated rooms;
  private final CommandLineOptions options;

  ProcessFacts(Operated rooms, CommandLineOptions options) {
    this.rooms = rooms;
    this.options = options;
  }

  @Override
  public String version() {
    return "reactive-mesh/%s/Clean/RELEASE/%s"
        .formatted(VERSION, OpenSsl.isAvailable() ? "BoringSSL" : "JDK");
  }

  @Override
  public ServerInfo.State state() {
    return rooms.life().state();
  }

  @Override
  public Duration uptime() {
    return rooms.life().uptime();
  }

  @Override
  public CommandLineOptions options() {
    return options;
  }

  @Override
  public Node node() {
    return rooms.bootstrap().getNode();
  }
}
