package mesh.proxy.filter.listener.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads PROXY protocol headers; the bytes come from anybody. */
final class ProxyHeader {

  private static final byte[] SIGNATURE_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNATURE_2 = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int LONGEST_LINE = 107; // version 1, with CR and LF
  private static final int FIXED_PART = 16; // version 2
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;

  private ProxyHeader() {}

  /** What the bytes are. */
  sealed interface Result {}

  /** Too few bytes to tell. */
  record Incomplete() implements Result {}

  /** Something else. */
  record Absent() implements Result {}

  /** A header with a fault in it. */
  record Broken(int version) implements Result {}

  /**
   * A whole header.
   *
   * @param bytes its length
   * @param source null if the connection speaks for itself (LOCAL, UNKNOWN)
   * @param destination null with {@code source}
   */
  record Header(
      int version,
      int bytes,
      @Nullable InetSocketAddress source,
      @Nullable InetSocketAddress destination)
      implements Result {}

  /**
   * Looks at the readable bytes.
   *
   * @param first try version 1
   * @param second try version 2
   */
  static Result read(ByteBuf data, boolean first, boolean second) {
    int matched2 = second ? matched(data, SIGNATURE_2) : -1;
    if (matched2 == SIGNATURE_2.length) {
      return version2(data);
    }
    int matched1 = first ? matched(data, SIGNATURE_1) : -1;
    if (matched1 == SIGNATURE_1.length) {
      return version1(data);
    }
    return matched1 >= 0 || matched2 >= 0 ? new Incomplete() : new Absent();
  }

  /** Bytes that fit the signature: all of it, or all that is there; -1 if one does not fit. */
  private static int matched(ByteBuf data, byte[] signature) {
    int length = Math.min(data.readableBytes(), signature.length);
    for (int at = 0; at < length; at++) {
      if (data.getByte(data.readerIndex() + at) != signature[at]) {
        return -1;
      }
    }
    return length;
  }

  private static Result version1(ByteBuf data) {
    int from = data.readerIndex();
    int longest = Math.min(LONGEST_LINE, data.readableBytes());
    int end = data.indexOf(from, from + longest, (byte) '\n');
    if (end < 0) {
      return data.readableBytes() < LONGEST_LINE ? new Incomplete() : new Broken(1);
    }
    if (data.getByte(end - 1) != '\r') {
      return new Broken(1);
    }
    int bytes = end + 1 - from;
    String[] words = data.toString(from, bytes - 2, StandardCharsets.US_ASCII).split(" ", -1);
    if (words.length > 1 && words[1].equals("UNKNOWN")) {
      return new Header(1, bytes, null, null);
    }
    if (words.length != 6) {
      return new Broken(1);
    }
    int size = words[1].equals("TCP4") ? 4 : words[1].equals("TCP6") ? 16 : 0;
    InetSocketAddress source = address(words[2], words[4], size);
    InetSocketAddress destination = address(words[3], words[5], size);
    return source == null || destination == null
        ? new Broken(1)
        : new Header(1, bytes, source, destination);
  }

  private static @Nullable InetSocketAddress address(String host, String port, int size) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null || bytes.length != size || port.isEmpty() || port.length() > 5) {
      return null;
    }
    int number = 0;
    for (int at = 0; at < port.length(); at++) {
      int digit = port.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      number = number * 10 + digit;
    }
    return number > 0xffff ? null : socket(bytes, number);
  }

  private static Result version2(ByteBuf data) {
    if (data.readableBytes() < FIXED_PART) {
      return new Incomplete();
    }
    int at = data.readerIndex();
    int command = data.getUnsignedByte(at + 12);
    int family = data.getUnsignedByte(at + 13);
    int length = data.getUnsignedShort(at + 14);
    if (command != 0x20 && command != 0x21) {
      return new Broken(2);
    }
    if (data.readableBytes() < FIXED_PART + length) {
      return new Incomplete();
    }
    int bytes = FIXED_PART + length;
    if (command == 0x20 || family == 0) { // LOCAL, UNSPEC
      return new Header(2, bytes, null, null);
    }
    int size = family == TCP4 ? 4 : family == TCP6 ? 16 : 0;
    if (size == 0 || length < 2 * size + 4) {
      return new Broken(2); // UDP and Unix sockets have no place behind a TCP listener
    }
    int hosts = at + FIXED_PART;
    int ports = hosts + 2 * size;
    return new Header(
        2,
        bytes,
        socket(bytes(data, hosts, size), data.getUnsignedShort(ports)),
        socket(bytes(data, hosts + size, size), data.getUnsignedShort(ports + 2)));
  }

  private static byte[] bytes(ByteBuf data, int at, int size) {
    byte[] bytes = new byte[size];
    data.getBytes(at, bytes);
    return bytes;
  }

  private static InetSocketAddress socket(byte[] host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(host), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address of " + host.length + " bytes", e);
    }
  }
}
