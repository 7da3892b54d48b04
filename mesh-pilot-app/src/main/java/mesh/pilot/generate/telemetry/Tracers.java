package mesh.pilot.generate.telemetry;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.trace.v3.Tracing;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig.CollectorEndpointVersion;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.type.v3.Percent;
import mesh.pilot.generate.Protos;

/** Traces of requests, as Istio sets them up. */
public final class Tracers {

  private static final String ENDPOINT = "/api/v2/spans";
  private static final int ALL = 100;

  private Tracers() {}

  /** By a collector that takes Zipkin's version 2; clients may force a trace. */
  public static HttpConnectionManager.Tracing of(ListenerTelemetry.Tracer tracer) {
    var zipkin =
        ZipkinConfig.newBuilder()
            .setCollectorCluster(tracer.cluster().toString())
            .setCollectorEndpoint(ENDPOINT)
            .setCollectorHostname(tracer.cluster().host())
            .setCollectorEndpointVersion(CollectorEndpointVersion.HTTP_JSON)
            .setTraceId128Bit(true)
            .setSharedSpanContext(BoolValue.of(false));
    return HttpConnectionManager.Tracing.newBuilder()
        .setClientSampling(percent(ALL))
        .setRandomSampling(percent(tracer.sampling()))
        .setOverallSampling(percent(ALL))
        .setProvider(
            Tracing.Http.newBuilder()
                .setName("envoy.tracers.zipkin")
                .setTypedConfig(Protos.any(zipkin.build())))
        .build();
  }

  private static Percent percent(double value) {
    return Percent.newBuilder().setValue(value).build();
  }
}
