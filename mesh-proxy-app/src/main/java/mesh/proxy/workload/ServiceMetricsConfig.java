package mesh.proxy.workload;

import istio.stats.PluginConfig;
import istio.stats.Reporter;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/**
 * How {@code istio.stats} is configured, for requests and for connections. Immutable.
 *
 * @param usesHost whether the request's host names the service where the cluster does not
 * @param period between reports of a connection; zero reports at its end alone
 */
public record ServiceMetricsConfig(boolean usesHost, Duration period) {

  public static final Supported SUPPORTED =
      Supported.of(PluginConfig.getDefaultInstance())
          .fields("disable_host_header_fallback", "tcp_reporting_duration", "reporter");

  private static final Duration USUAL_PERIOD = Duration.ofSeconds(5);

  /**
   * Reads the message.
   *
   * @throws InvalidConfigException fields relative to it
   */
  public static ServiceMetricsConfig parse(PluginConfig proto) {
    if (proto.getReporter() != Reporter.UNSPECIFIED) {
      throw new InvalidConfigException(
          "reporter", proto.getReporter(), "UNSPECIFIED: this proxy is no waypoint");
    }
    Duration period =
        proto.hasTcpReportingDuration()
            ? ProtoValue.duration(proto.getTcpReportingDuration())
            : USUAL_PERIOD;
    if (period.isNegative()) {
      throw new InvalidConfigException("tcp_reporting_duration", period, "0s or more");
    }
    return new ServiceMetricsConfig(!proto.getDisableHostHeaderFallback(), period);
  }
}
