package mesh.proxy.bootstrap.operate;

import java.net.InetSocketAddress;

/** A port of the process itself is not free; the message says which setting chooses another. */
public final class AddressInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AddressInUseException(InetSocketAddress address, String setting, Throwable cause) {
    super(
        setting
            + ": "
            + address.getHostString()
            + ":"
            + address.getPort()
            + " (expected: a free address: "
            + reason(cause)
            + ")",
        cause);
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
