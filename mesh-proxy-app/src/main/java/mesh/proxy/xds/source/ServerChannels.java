package mesh.proxy.xds.source;

import io.grpc.ManagedChannel;
import mesh.proxy.xds.ServerConfig;
import org.jspecify.annotations.Nullable;

/** Connects to management servers. */
@FunctionalInterface
public interface ServerChannels {

  /**
   * A channel to one host of the target's cluster; the caller shuts it down.
   *
   * @return null if there is no host to connect to
   */
  @Nullable ManagedChannel open(ServerConfig.Target target);
}
