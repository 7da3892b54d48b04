package mesh.proxy.endpoint;

import java.net.SocketAddress;

/** One upstream host. Shared by all loops. */
public final class Endpoint {

  private final SocketAddress address;

  public Endpoint(SocketAddress address) {
    this.address = address;
  }

  public SocketAddress address() {
    return address;
  }
}
