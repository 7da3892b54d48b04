package mesh.telemetry.receive.als;

import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage.Identifier;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import mesh.config.InvalidConfigException;
import mesh.telemetry.attribute.Attributes;
import mesh.telemetry.attribute.Fault;
import mesh.telemetry.attribute.Reporter;
import mesh.telemetry.attribute.Workloads;
import mesh.telemetry.handler.CallHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One proxy's stream. Confined to one thread at a time; a message is worked off before the next is
 * asked for, so that a fast proxy waits instead of filling memory.
 */
final class AccessLogStream implements StreamObserver<StreamAccessLogsMessage> {

  private static final Logger log = LoggerFactory.getLogger(AccessLogStream.class);

  private final Workloads workloads;
  private final Attributes attributes;
  private final CallHandler handler;
  private final AccessLogStats stats;
  private final StreamObserver<StreamAccessLogsResponse> proxy;
  private @Nullable Reporter reporter;
  private boolean hasEnded;
  private boolean hasToldOfFault;

  AccessLogStream(
      Workloads workloads,
      Attributes attributes,
      CallHandler handler,
      AccessLogStats stats,
      StreamObserver<StreamAccessLogsResponse> proxy) {
    this.workloads = workloads;
    this.attributes = attributes;
    this.handler = handler;
    this.stats = stats;
    this.proxy = proxy;
    stats.opened();
  }

  @Override
  public void onNext(StreamAccessLogsMessage message) {
    if (hasEnded) {
      return;
    }
    Reporter from = reporter;
    if (from == null) {
      from = identify(message);
      if (from == null) {
        return;
      }
    }
    take(from, message);
  }

  @Override
  public void onError(Throwable error) {
    end();
  }

  @Override
  public void onCompleted() {
    if (!hasEnded) {
      end();
      proxy.onNext(StreamAccessLogsResponse.getDefaultInstance());
      proxy.onCompleted();
    }
  }

  private @Nullable Reporter identify(StreamAccessLogsMessage message) {
    try {
      if (!message.hasIdentifier()) {
        throw new InvalidConfigException(
            "identifier", "missing", "in the first message of a stream");
      }
      Identifier identifier = message.getIdentifier();
      Reporter from = Reporter.of(identifier.getNode(), identifier.getLogName());
      workloads.join(from);
      reporter = from;
      return from;
    } catch (InvalidConfigException e) {
      stats.refusedStream();
      end();
      proxy.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return null;
    }
  }

  private void take(Reporter from, StreamAccessLogsMessage message) {
    int taken = 0;
    for (HTTPAccessLogEntry entry : message.getHttpLogs().getLogEntryList()) {
      if (isTaken(from, Fault.of(entry), entry.getCommonProperties())) {
        handler.handle(attributes.http(from, entry));
        taken++;
      }
    }
    stats.http(taken);
    taken = 0;
    for (TCPAccessLogEntry entry : message.getTcpLogs().getLogEntryList()) {
      if (isTaken(from, Fault.of(entry), entry.getCommonProperties())) {
        handler.handle(attributes.tcp(from, entry));
        taken++;
      }
    }
    stats.tcp(taken);
  }

  private boolean isTaken(Reporter from, @Nullable Fault fault, AccessLogCommon properties) {
    if (fault != null) {
      stats.refused(fault);
      if (!hasToldOfFault) { // once for a stream
        hasToldOfFault = true;
        log.atWarn()
            .addKeyValue("workload", from.workload().name())
            .addKeyValue("fault", fault.sentence())
            .log("Access log entries of a proxy are refused");
      }
      return false;
    }
    if (!hasEnded(properties)) {
      stats.unfinished();
      return false;
    }
    return true;
  }

  // Older proxies say it by the flag, newer ones by the type. An upstream's own entries would count
  // twice.
  @SuppressWarnings("deprecation")
  private static boolean hasEnded(AccessLogCommon properties) {
    if (properties.getIntermediateLogEntry()) {
      return false;
    }
    return switch (properties.getAccessLogType()) {
      case NotSet, TcpConnectionEnd, DownstreamEnd -> true;
      default -> false;
    };
  }

  private void end() {
    if (!hasEnded) {
      hasEnded = true;
      stats.closed();
      if (reporter != null) {
        workloads.leave(reporter);
      }
    }
  }
}
