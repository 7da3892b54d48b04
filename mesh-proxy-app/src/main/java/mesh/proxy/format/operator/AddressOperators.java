package mesh.proxy.format.operator;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.function.Function;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.format.text.AddressText;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that print addresses and ports. */
final class AddressOperators {

  private static final int MOST_BITS = 128;

  private AddressOperators() {}

  /** One of the addresses of a stream; null while it is not known. */
  @FunctionalInterface
  private interface Source {

    @Nullable SocketAddress of(StreamInfo info);
  }

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    add(all, "DOWNSTREAM_REMOTE", info -> info.remote);
    add(all, "DOWNSTREAM_DIRECT_REMOTE", info -> info.connection.directRemote());
    add(all, "DOWNSTREAM_LOCAL", info -> info.connection.local());
    add(all, "DOWNSTREAM_DIRECT_LOCAL", info -> info.connection.directLocal());
    add(all, "UPSTREAM_REMOTE", AddressOperators::upstreamRemote);
    add(
        all,
        "UPSTREAM_LOCAL",
        info -> info.upstreamConnection == null ? null : info.upstreamConnection.local());
    Values.add(all, "UPSTREAM_HOST", (info, to) -> print(host(info), to));
    Values.add(all, "UPSTREAM_HOST_NAME", AddressOperators::hostName);
    Values.add(all, "UPSTREAM_HOST_NAME_WITHOUT_PORT", AddressOperators::hostNameWithoutPort);
  }

  private static void add(
      Map<String, Function<OperatorCall, Operator>> all, String prefix, Source source) {
    Values.add(all, prefix + "_ADDRESS", (info, to) -> print(source.of(info), to));
    all.put(prefix + "_ADDRESS_WITHOUT_PORT", call -> withoutPort(call, source));
    Values.number(all, prefix + "_PORT", info -> port(source.of(info)));
  }

  private static Operator withoutPort(OperatorCall call, Source source) {
    call.requireNoLength();
    if (call.argument() == null) {
      return (info, to) -> printWithoutPort(source.of(info), to);
    }
    int bits = bits(call, call.required("number of bits"));
    return (info, to) -> {
      SocketAddress address = source.of(info);
      return address != null && AddressText.printMasked(address, bits, to);
    };
  }

  private static int bits(OperatorCall call, String text) {
    try {
      int bits = Integer.parseInt(text);
      if (bits >= 0 && bits <= MOST_BITS) {
        return bits;
      }
    } catch (NumberFormatException e) {
      // The same fault as a number out of range.
    }
    throw call.wrong("(0) to (32) for IPv4, (128) for IPv6");
  }

  private static boolean print(@Nullable SocketAddress address, StringBuilder to) {
    if (address == null) {
      return false;
    }
    AddressText.print(address, to);
    return true;
  }

  private static boolean printWithoutPort(@Nullable SocketAddress address, StringBuilder to) {
    if (address == null) {
      return false;
    }
    AddressText.printWithoutPort(address, to);
    return true;
  }

  private static long port(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress socket ? socket.getPort() : Values.NONE;
  }

  private static @Nullable SocketAddress host(StreamInfo info) {
    Endpoint host = info.upstreamHost;
    return host == null ? null : host.address();
  }

  // Of the connection; of the host while there is none.
  private static @Nullable SocketAddress upstreamRemote(StreamInfo info) {
    return info.upstreamConnection == null ? host(info) : info.upstreamConnection.remote();
  }

  private static boolean hostName(StreamInfo info, StringBuilder to) {
    Endpoint host = info.upstreamHost;
    if (host == null || host.hostname().isEmpty()) {
      return print(host(info), to);
    }
    to.append(host.hostname());
    return true;
  }

  private static boolean hostNameWithoutPort(StreamInfo info, StringBuilder to) {
    Endpoint host = info.upstreamHost;
    if (host == null || host.hostname().isEmpty()) {
      return printWithoutPort(host(info), to);
    }
    String name = host.hostname();
    int colon = name.lastIndexOf(':');
    boolean hasPort = colon > name.lastIndexOf(']') && name.indexOf(':') == colon;
    to.append(name, 0, hasPort ? colon : name.length());
    return true;
  }
}
