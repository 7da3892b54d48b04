package mesh.proxy.worker;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import mesh.config.InvalidConfigException;

/** Says why an address could not be bound, and what to do about it. Immutable. */
public final class BindRefusal {

  private BindRefusal() {}

  /**
   * One fault.
   *
   * @param field where the address is written
   * @param failure of any transport: their types differ, the words of the system do not
   */
  public static InvalidConfigException of(String field, SocketAddress address, Throwable failure) {
    return new InvalidConfigException(field, shown(address), expected(failure));
  }

  private static String expected(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = String.valueOf(root.getMessage());
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("already in use")) {
      return "an address that is free: another process or listener has it";
    }
    if (words.contains("permission denied")) {
      return "an address that this user may bind: ports below 1024 and folders may be protected";
    }
    if (words.contains("cannot assign")) {
      return "an address of this machine";
    }
    return "an address that can be bound: " + said;
  }

  private static String shown(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return address.toString();
    }
    String host =
        inet.getAddress() == null ? inet.getHostString() : inet.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
  }
}
