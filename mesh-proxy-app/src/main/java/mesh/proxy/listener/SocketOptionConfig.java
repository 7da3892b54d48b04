package mesh.proxy.listener;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.SocketOption;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/**
 * A socket option by number, as {@code setsockopt} takes it. Immutable.
 *
 * @param bytes the value; null if it is {@code number}
 * @param beforeBind set before the socket is bound; else when it listens
 */
record SocketOptionConfig(
    int level, int name, int number, @Nullable ByteString bytes, boolean beforeBind) {

  static final Supported SUPPORTED =
      Supported.of(SocketOption.getDefaultInstance())
          .fields("description", "level", "name", "int_value", "buf_value", "state", "type")
          .and(
              Supported.all(SocketOption.SocketType.getDefaultInstance()),
              Supported.all(SocketOption.SocketType.Stream.getDefaultInstance()),
              Supported.all(SocketOption.SocketType.Datagram.getDefaultInstance()));

  /** Reads those that concern stream sockets. */
  static List<SocketOptionConfig> parse(List<SocketOption> protos) {
    List<SocketOptionConfig> options = new ArrayList<>();
    for (int at = 0; at < protos.size(); at++) {
      SocketOption proto = protos.get(at);
      if (!proto.hasType() || proto.getType().hasStream() || !proto.getType().hasDatagram()) {
        options.add(parse(proto, "socket_options[" + at + "]"));
      }
    }
    return options;
  }

  /** Sets it on a listening socket that is bound. */
  void applyTo(Channel channel) {
    if (bytes == null) {
      channel.config().setOption(integer(), number);
    } else {
      channel.config().setOption(raw(bytes), value(bytes));
    }
  }

  /** The option and its value for a socket that is still to be made. */
  void giveTo(OptionSink sink) {
    if (bytes == null) {
      sink.option(integer(), number);
    } else {
      sink.option(raw(bytes), value(bytes));
    }
  }

  /** Takes options. */
  interface OptionSink {

    <T> void option(ChannelOption<T> option, T value);
  }

  private IntegerUnixChannelOption integer() {
    return new IntegerUnixChannelOption("option", level, name);
  }

  private RawUnixChannelOption raw(ByteString value) {
    return new RawUnixChannelOption("option", level, name, value.size());
  }

  private static ByteBuffer value(ByteString bytes) {
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static SocketOptionConfig parse(SocketOption proto, String field) {
    int level = number(proto.getLevel(), field + ".level");
    int name = number(proto.getName(), field + ".name");
    boolean before = proto.getState() == SocketOption.SocketState.STATE_PREBIND;
    return switch (proto.getValueCase()) {
      case INT_VALUE ->
          new SocketOptionConfig(
              level, name, number(proto.getIntValue(), field + ".int_value"), null, before);
      case BUF_VALUE -> new SocketOptionConfig(level, name, 0, proto.getBufValue(), before);
      case VALUE_NOT_SET ->
          throw new InvalidConfigException(field + ".value", null, "int_value or buf_value");
    };
  }

  private static int number(long value, String field) {
    if (value != (int) value) {
      throw new InvalidConfigException(field, value, "a number of 32 bits");
    }
    return (int) value;
  }
}
