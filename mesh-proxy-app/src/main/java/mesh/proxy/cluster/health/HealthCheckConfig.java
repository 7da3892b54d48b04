package mesh.proxy.cluster.health;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.extensions.health_check.event_sinks.file.v3.HealthCheckEventFileSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/**
 * How the hosts of a cluster are checked. Immutable.
 *
 * @param unhealthyThreshold failures in a row that make a host unhealthy, at least 1
 * @param healthyThreshold successes in a row that make it healthy again, at least 1
 * @param altPort where hosts are checked; 0 where they serve
 * @param logFailures true if every failure is an event, not the first alone
 * @param logSuccesses true if every success is an event
 * @param eventFiles paths
 * @param alpn what TLS offers in checks; empty leaves it to the checker
 * @param socketCriteria choose a transport socket for checks; empty takes the host's
 */
public record HealthCheckConfig(
    HealthChecker checker,
    CheckTiming timing,
    int unhealthyThreshold,
    int healthyThreshold,
    int altPort,
    boolean reuseConnection,
    boolean logFailures,
    boolean logSuccesses,
    List<String> eventFiles,
    List<String> alpn,
    Map<String, Object> socketCriteria) {

  private static final Duration NO_TRAFFIC = Duration.ofSeconds(60);
  private static final int MOST_PORT = 65_535;

  public HealthCheckConfig {
    eventFiles = List.copyOf(eventFiles);
    alpn = List.copyOf(alpn);
  }

  /** The fields of {@code HealthCheck} that are honoured, those of the protocols included. */
  public static Supported supported(List<HealthCheckerFactory<?>> factories) {
    Supported own =
        Supported.of(HealthCheck.getDefaultInstance())
            .fields(
                "timeout",
                "interval",
                "initial_jitter",
                "interval_jitter",
                "interval_jitter_percent",
                "unhealthy_threshold",
                "healthy_threshold",
                "alt_port",
                "reuse_connection",
                "http_health_check",
                "tcp_health_check",
                "grpc_health_check",
                "custom_health_check",
                "no_traffic_interval",
                "no_traffic_healthy_interval",
                "unhealthy_interval",
                "unhealthy_edge_interval",
                "healthy_edge_interval",
                "event_log_path",
                "event_logger",
                "always_log_health_check_failures",
                "always_log_health_check_success",
                "tls_options",
                "transport_socket_match_criteria")
            .and(
                Supported.all(HealthCheck.CustomHealthCheck.getDefaultInstance()),
                Supported.all(HealthCheck.TlsOptions.getDefaultInstance()));
    for (HealthCheckerFactory<?> factory : factories) {
      own = own.and(factory.supported());
    }
    return own;
  }

  /** Reads one check. */
  public static HealthCheckConfig parse(
      HealthCheck proto, List<HealthCheckerFactory<?>> factories) {
    int altPort = proto.getAltPort().getValue();
    if (altPort < 0 || altPort > MOST_PORT) {
      throw new InvalidConfigException("alt_port", altPort, "0.." + MOST_PORT);
    }
    return new HealthCheckConfig(
        checker(proto, factories),
        timing(proto),
        threshold("unhealthy_threshold", proto.getUnhealthyThreshold().getValue()),
        threshold("healthy_threshold", proto.getHealthyThreshold().getValue()),
        altPort,
        !proto.hasReuseConnection() || proto.getReuseConnection().getValue(),
        proto.getAlwaysLogHealthCheckFailures(),
        proto.getAlwaysLogHealthCheckSuccess(),
        eventFiles(proto),
        proto.getTlsOptions().getAlpnProtocolsList(),
        ProtoValue.struct(proto.getTransportSocketMatchCriteria()));
  }

  private static CheckTiming timing(HealthCheck proto) {
    Duration interval = positive("interval", proto.getInterval());
    Duration noTraffic = or(proto.hasNoTrafficInterval(), proto.getNoTrafficInterval(), NO_TRAFFIC);
    Duration unhealthy = or(proto.hasUnhealthyInterval(), proto.getUnhealthyInterval(), interval);
    return new CheckTiming(
        positive("timeout", proto.getTimeout()),
        interval,
        noTraffic,
        or(proto.hasNoTrafficHealthyInterval(), proto.getNoTrafficHealthyInterval(), noTraffic),
        unhealthy,
        or(proto.hasUnhealthyEdgeInterval(), proto.getUnhealthyEdgeInterval(), unhealthy),
        or(proto.hasHealthyEdgeInterval(), proto.getHealthyEdgeInterval(), interval),
        ProtoValue.duration(proto.getInitialJitter()),
        ProtoValue.duration(proto.getIntervalJitter()),
        proto.getIntervalJitterPercent());
  }

  private static HealthChecker checker(HealthCheck proto, List<HealthCheckerFactory<?>> factories) {
    return switch (proto.getHealthCheckerCase()) {
      case HTTP_HEALTH_CHECK -> bind("http_health_check", proto.getHttpHealthCheck(), factories);
      case TCP_HEALTH_CHECK -> bind("tcp_health_check", proto.getTcpHealthCheck(), factories);
      case GRPC_HEALTH_CHECK -> bind("grpc_health_check", proto.getGrpcHealthCheck(), factories);
      case CUSTOM_HEALTH_CHECK -> custom(proto.getCustomHealthCheck(), factories);
      case HEALTHCHECKER_NOT_SET ->
          throw new InvalidConfigException(
              "health_checker", null, "http_, tcp_, grpc_ or custom_health_check");
    };
  }

  private static HealthChecker custom(
      HealthCheck.CustomHealthCheck proto, List<HealthCheckerFactory<?>> factories) {
    for (HealthCheckerFactory<?> factory : factories) {
      if (proto.getTypedConfig().is(factory.prototype().getClass())) {
        return ProtoValue.under(
            "custom_health_check.typed_config", () -> bind(factory, proto.getTypedConfig()));
      }
    }
    throw new InvalidConfigException(
        "custom_health_check.name",
        proto.getName(),
        "one of " + factories.stream().map(HealthCheckerFactory::name).sorted().toList());
  }

  private static HealthChecker bind(
      String field, Message config, List<HealthCheckerFactory<?>> factories) {
    for (HealthCheckerFactory<?> factory : factories) {
      if (factory.prototype().getClass() == config.getClass()) {
        return ProtoValue.under(field, () -> bind(factory, Any.pack(config)));
      }
    }
    throw new InvalidConfigException(field, "set", "a protocol that this build has");
  }

  private static <P extends Message> HealthChecker bind(
      HealthCheckerFactory<P> factory, Any config) {
    try {
      @SuppressWarnings("unchecked") // a prototype is of the class that the factory reads
      var type = (Class<P>) factory.prototype().getClass();
      return factory.bind(config.unpack(type));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException("value", config.getTypeUrl(), "bytes of that message");
    }
  }

  @SuppressWarnings("deprecation") // event_log_path is still written
  private static List<String> eventFiles(HealthCheck proto) {
    List<String> files = new ArrayList<>();
    if (!proto.getEventLogPath().isEmpty()) {
      files.add(proto.getEventLogPath());
    }
    for (int at = 0; at < proto.getEventLoggerCount(); at++) {
      Any config = proto.getEventLogger(at).getTypedConfig();
      try {
        files.add(config.unpack(HealthCheckEventFileSink.class).getEventLogPath());
      } catch (InvalidProtocolBufferException e) {
        throw new InvalidConfigException(
            "event_logger[" + at + "].typed_config",
            config.getTypeUrl(),
            HealthCheckEventFileSink.getDescriptor().getFullName());
      }
    }
    return files;
  }

  private static Duration positive(String field, com.google.protobuf.Duration proto) {
    Duration duration = ProtoValue.duration(proto);
    if (duration.isZero() || duration.isNegative()) {
      throw new InvalidConfigException(field, duration, "> 0s");
    }
    return duration;
  }

  private static Duration or(boolean set, com.google.protobuf.Duration proto, Duration usual) {
    return set ? ProtoValue.duration(proto) : usual;
  }

  private static int threshold(String field, int value) {
    if (value == 0) {
      throw new InvalidConfigException(field, 0, ">= 1");
    }
    return value < 0 ? Integer.MAX_VALUE : value; // unsigned: never reached
  }
}
