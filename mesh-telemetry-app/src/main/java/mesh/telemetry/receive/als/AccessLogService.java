package mesh.telemetry.receive.als;

import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc.AccessLogServiceImplBase;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import mesh.telemetry.attribute.Attributes;
import mesh.telemetry.attribute.Workloads;
import mesh.telemetry.handler.CallHandler;

/** Takes the streams of all proxies. Shared by all threads; each stream runs on one at a time. */
public final class AccessLogService extends AccessLogServiceImplBase {

  private final Workloads workloads;
  private final Attributes attributes;
  private final CallHandler handler;
  private final AccessLogStats stats;

  public AccessLogService(Workloads workloads, CallHandler handler, AccessLogStats stats) {
    this.workloads = workloads;
    this.attributes = new Attributes(workloads);
    this.handler = handler;
    this.stats = stats;
  }

  @Override
  public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(
      StreamObserver<StreamAccessLogsResponse> proxy) {
    return new AccessLogStream(workloads, attributes, handler, stats, proxy);
  }
}
