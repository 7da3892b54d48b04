package mesh.proxy.stats.flush;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.metrics.v3.DogStatsdSink;
import io.envoyproxy.envoy.config.metrics.v3.StatsSink;
import io.envoyproxy.envoy.config.metrics.v3.StatsdSink;
import java.io.IOException;
import java.net.InetSocketAddress;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.stats.tag.TagRules;

/**
 * One sink as configured. Immutable.
 *
 * @param prefix in front of every name
 * @param tagged whether tags go beside the name, as dog_statsd has it, and not in it
 * @param maxDatagram bytes of several lines; 0 sends one line a datagram
 */
public record SinkConfig(
    InetSocketAddress address, String prefix, boolean tagged, int maxDatagram) {

  static final Supported SUPPORTED = Supported.all(StatsSink.getDefaultInstance());

  private static final Supported ADDRESS =
      Supported.of(Address.getDefaultInstance())
          .fields("socket_address")
          .and(
              Supported.of(SocketAddress.getDefaultInstance())
                  .fields("protocol", "address", "port_value"));
  private static final Supported STATSD =
      Supported.of(StatsdSink.getDefaultInstance()).fields("address", "prefix").and(ADDRESS);
  private static final Supported DOG_STATSD =
      Supported.all(DogStatsdSink.getDefaultInstance()).and(ADDRESS);
  private static final String USUAL_PREFIX = "envoy";
  private static final int LARGEST_DATAGRAM = 65_507;

  static SinkConfig parse(StatsSink proto) {
    Any config = proto.getTypedConfig();
    if (config.is(StatsdSink.class)) {
      StatsdSink statsd = unpack(config, StatsdSink.class, STATSD);
      return ProtoValue.under(
          "typed_config",
          () -> new SinkConfig(address(statsd.getAddress()), prefix(statsd.getPrefix()), false, 0));
    }
    if (config.is(DogStatsdSink.class)) {
      DogStatsdSink statsd = unpack(config, DogStatsdSink.class, DOG_STATSD);
      return ProtoValue.under(
          "typed_config",
          () ->
              new SinkConfig(
                  address(statsd.getAddress()),
                  prefix(statsd.getPrefix()),
                  true,
                  (int) Math.min(LARGEST_DATAGRAM, statsd.getMaxBytesPerDatagram().getValue())));
    }
    throw new InvalidConfigException(
        "typed_config.@type",
        config.getTypeUrl(),
        "the type of envoy.stat_sinks.statsd or envoy.stat_sinks.dog_statsd");
  }

  mesh.proxy.stats.flush.StatsSink open(TagRules tags) {
    try {
      return new StatsdUdp(this, tags);
    } catch (IOException e) {
      throw new InvalidConfigException(
          "typed_config.address", address, "an address to send to; " + e.getMessage());
    }
  }

  private static <M extends Message> M unpack(Any config, Class<M> type, Supported supported) {
    try {
      M message = config.unpack(type);
      supported.check(message);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException(
          "typed_config", config.getTypeUrl(), "a valid message: " + e.getMessage());
    } catch (InvalidConfigException e) {
      throw e.under("typed_config");
    }
  }

  private static InetSocketAddress address(Address proto) {
    if (!proto.hasSocketAddress()) {
      throw new InvalidConfigException("address", null, "a socket_address");
    }
    InetSocketAddress address =
        ProtoValue.under(
            "address.socket_address", () -> ProtoValue.socket(proto.getSocketAddress()));
    if (address.isUnresolved()) {
      throw new InvalidConfigException(
          "address.socket_address.address", address.getHostString(), "an IP address");
    }
    return address;
  }

  private static String prefix(String configured) {
    return configured.isEmpty() ? USUAL_PREFIX : configured;
  }
}
