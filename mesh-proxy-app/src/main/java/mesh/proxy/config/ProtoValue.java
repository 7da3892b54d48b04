package mesh.proxy.config;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.runtime.RuntimeFraction;
import org.jspecify.annotations.Nullable;

/** Reads the small messages that every room's configuration is made of. */
public final class ProtoValue {

  private static final int HIGHEST_PORT = 65_535;

  private ProtoValue() {}

  /** The same span of time. */
  public static Duration duration(com.google.protobuf.Duration proto) {
    return Duration.ofSeconds(proto.getSeconds(), proto.getNanos());
  }

  /** String, Double, Boolean, List, Map or null, as {@code Struct} holds them. */
  public static @Nullable Object value(Value proto) {
    return switch (proto.getKindCase()) {
      case STRING_VALUE -> proto.getStringValue();
      case NUMBER_VALUE -> proto.getNumberValue();
      case BOOL_VALUE -> proto.getBoolValue();
      case STRUCT_VALUE -> struct(proto.getStructValue());
      case LIST_VALUE ->
          proto.getListValue().getValuesList().stream().map(ProtoValue::value).toList();
      case NULL_VALUE, KIND_NOT_SET -> null;
    };
  }

  /** A read-only map in the order of the document; {@link Map#of()} if it is empty. */
  public static Map<String, Object> struct(Struct proto) {
    if (proto.getFieldsCount() == 0) {
      return Map.of();
    }
    @SuppressWarnings("NullAway") // a JSON null is a value of a Struct
    Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(proto.getFieldsCount());
    proto.getFieldsMap().forEach((name, value) -> fields.put(name, value(value)));
    return Collections.unmodifiableMap(fields);
  }

  /** By namespace; typed metadata is left out, for no reader of ours knows its types. */
  public static Map<String, Map<String, Object>> metadata(Metadata proto) {
    if (proto.getFilterMetadataCount() == 0) {
      return Map.of();
    }
    Map<String, Map<String, Object>> namespaces = new HashMap<>();
    proto.getFilterMetadataMap().forEach((name, fields) -> namespaces.put(name, struct(fields)));
    return Map.copyOf(namespaces);
  }

  /**
   * A share of 100, 10,000 or a million.
   *
   * @throws InvalidConfigException if it is more than the whole would be a mistake Envoy takes
   */
  public static FractionalPercent fraction(io.envoyproxy.envoy.type.v3.FractionalPercent proto) {
    int denominator =
        switch (proto.getDenominator()) {
          case HUNDRED -> 100;
          case TEN_THOUSAND -> 10_000;
          case MILLION -> 1_000_000;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "denominator", proto.getDenominatorValue(), "HUNDRED, TEN_THOUSAND or MILLION");
        };
    long numerator = Integer.toUnsignedLong(proto.getNumerator());
    return new FractionalPercent((int) Math.min(numerator, denominator), denominator);
  }

  /** A share that a runtime key may override. */
  public static RuntimeFraction runtimeFraction(RuntimeFractionalPercent proto) {
    return new RuntimeFraction(proto.getRuntimeKey(), fraction(proto.getDefaultValue()));
  }

  /**
   * A socket's or a pipe's address. A host that is not an IP address stays unresolved.
   *
   * @throws InvalidConfigException with a field relative to the address
   */
  public static java.net.SocketAddress address(Address proto) {
    return switch (proto.getAddressCase()) {
      case SOCKET_ADDRESS -> under("socket_address", () -> socket(proto.getSocketAddress()));
      case PIPE -> pipe(proto.getPipe());
      case ENVOY_INTERNAL_ADDRESS ->
          throw new InvalidConfigException(
              "envoy_internal_address",
              proto.getEnvoyInternalAddress().getServerListenerName(),
              "socket_address or pipe");
      case ADDRESS_NOT_SET ->
          throw new InvalidConfigException("address", null, "socket_address or pipe");
    };
  }

  /** As {@link #address}, for places that take no pipe. */
  public static InetSocketAddress socket(SocketAddress proto) {
    if (proto.getPortSpecifierCase() == SocketAddress.PortSpecifierCase.NAMED_PORT) {
      throw new InvalidConfigException("named_port", proto.getNamedPort(), "port_value");
    }
    int port = proto.getPortValue();
    if (port < 0 || port > HIGHEST_PORT) {
      throw new InvalidConfigException("port_value", port, "0..65535");
    }
    if (proto.getAddress().isEmpty()) {
      throw new InvalidConfigException("address", "", "a host name or an IP address");
    }
    return hostAndPort(proto.getAddress(), port);
  }

  /** Resolved if {@code host} is an IP address, else unresolved. */
  public static InetSocketAddress hostAndPort(String host, int port) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null) {
      return InetSocketAddress.createUnresolved(host, port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(host + " has " + bytes.length + " bytes", e);
    }
  }

  /** All addresses, faults named by index. */
  public static List<java.net.SocketAddress> addresses(List<Address> protos, String field) {
    java.net.SocketAddress[] all = new java.net.SocketAddress[protos.size()];
    for (int at = 0; at < all.length; at++) {
      Address proto = protos.get(at);
      all[at] = under(field + "[" + at + "]", () -> address(proto));
    }
    return List.of(all);
  }

  /** Reads a part of a message and names its faults from the enclosing message. */
  public static <T> T under(String field, java.util.function.Supplier<T> reader) {
    try {
      return reader.get();
    } catch (InvalidConfigException e) {
      throw e.under(field);
    }
  }

  private static java.net.SocketAddress pipe(Pipe proto) {
    String path = proto.getPath();
    // Envoy's notation for the abstract namespace.
    return new DomainSocketAddress(path.startsWith("@") ? "\0" + path.substring(1) : path);
  }
}
