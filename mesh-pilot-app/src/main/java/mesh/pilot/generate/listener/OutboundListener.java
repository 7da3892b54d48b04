package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.route.OutboundRoutes;
import mesh.pilot.generate.telemetry.ListenerTelemetry;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;

/** The listener that a workload sends its requests to, as to an HTTP proxy. */
public final class OutboundListener {

  private OutboundListener() {}

  /** Everything that the listener depends on. */
  public record Inputs(Proxy.Outbound at, ListenerTelemetry telemetry) {

    public static Inputs of(World world, Proxy proxy) {
      return new Inputs(proxy.ports(), ListenerTelemetry.of(world, proxy));
    }
  }

  /** Makes the listener. */
  public static Listener generate(Inputs inputs) {
    String name = inputs.at().address() + "_" + inputs.at().port();
    return Listener.newBuilder()
        .setName(name)
        .setAddress(Protos.address(inputs.at().address(), inputs.at().port()))
        .setTrafficDirection(TrafficDirection.OUTBOUND)
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    HttpFilterChain.outbound(
                        "outbound_" + name, OutboundRoutes.NAME, inputs.telemetry())))
        .build();
  }
}
