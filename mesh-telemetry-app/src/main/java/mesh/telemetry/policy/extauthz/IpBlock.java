package mesh.telemetry.policy.extauthz;

import java.net.InetAddress;
import java.util.Arrays;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that begin with the same bits. Immutable.
 *
 * @param bits how many
 */
record IpBlock(InetAddress network, int bits) {

  private static final String EXPECTED = "an IP address or a block such as 10.0.0.0/8";

  /**
   * Reads {@code 10.0.0.0/8}, or a single address.
   *
   * @param field for the message
   */
  static IpBlock parse(String field, String text) {
    int slash = text.indexOf('/');
    InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      throw new InvalidConfigException(field, text, EXPECTED);
    }
    int most = network.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new InvalidConfigException(field, text, EXPECTED);
    }
    return new IpBlock(network, bits);
  }

  /** An address that is written as numbers; null if it is none. Asks no name server. */
  static @Nullable InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    int whole = bits / Byte.SIZE;
    int rest = bits % Byte.SIZE;
    return ours.length == theirs.length
        && Arrays.equals(ours, 0, whole, theirs, 0, whole)
        && (rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0);
  }

  private static int bits(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
