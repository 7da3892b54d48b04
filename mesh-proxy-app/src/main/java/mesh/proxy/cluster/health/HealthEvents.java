package mesh.proxy.cluster.health;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import mesh.proxy.cluster.event.EventLine;
import mesh.proxy.cluster.event.EventLog;
import mesh.proxy.endpoint.Addresses;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.Locality;

/** Tells of checks as {@code envoy.data.core.v3.HealthCheckEvent}. Confined to the control loop. */
final class HealthEvents {

  private final String clusterName;
  private final String checkerType;
  private final List<EventLog> logs;
  private final LongSupplier clockMillis;

  /**
   * Events of one cluster.
   *
   * @param clockMillis wall clock
   */
  HealthEvents(
      String clusterName, String checkerType, List<EventLog> logs, LongSupplier clockMillis) {
    this.clusterName = clusterName;
    this.checkerType = checkerType;
    this.logs = List.copyOf(logs);
    this.clockMillis = clockMillis;
  }

  void ejected(Endpoint host, CheckResult result) {
    write(host, "eject_unhealthy_event", failure(result));
  }

  void added(Endpoint host, boolean firstCheck) {
    write(host, "add_healthy_event", new EventLine().flag("first_check", firstCheck));
  }

  void failed(Endpoint host, CheckResult result, boolean firstCheck) {
    write(host, "health_check_failure_event", failure(result).flag("first_check", firstCheck));
  }

  void passed(Endpoint host) {
    write(host, "successful_health_check_event", new EventLine());
  }

  void degraded(Endpoint host) {
    write(host, "degraded_healthy_host", new EventLine());
  }

  void noLongerDegraded(Endpoint host) {
    write(host, "no_longer_degraded_host", new EventLine());
  }

  void ejectedPassively(Endpoint host) {
    write(host, "eject_unhealthy_event", new EventLine().text("failure_type", "PASSIVE"));
  }

  private static EventLine failure(CheckResult result) {
    return new EventLine().text("failure_type", result.failureType());
  }

  private void write(Endpoint host, String event, EventLine details) {
    if (logs.isEmpty()) {
      return;
    }
    String line =
        new EventLine()
            .text("health_checker_type", checkerType)
            .object("host", address(host.address()))
            .text("cluster_name", clusterName)
            .object(event, details)
            .time("timestamp", Instant.ofEpochMilli(clockMillis.getAsLong()))
            .object("locality", locality(host.locality()))
            .toString();
    logs.forEach(log -> log.write(line));
  }

  private static EventLine address(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? new EventLine()
            .object(
                "socket_address",
                new EventLine()
                    .text("protocol", "TCP")
                    .text("address", inet.getAddress().getHostAddress())
                    .number("port_value", inet.getPort()))
        : new EventLine().object("pipe", new EventLine().text("path", Addresses.text(address)));
  }

  private static EventLine locality(Locality locality) {
    return new EventLine()
        .text("region", locality.region())
        .text("zone", locality.zone())
        .text("sub_zone", locality.subZone());
  }
}
