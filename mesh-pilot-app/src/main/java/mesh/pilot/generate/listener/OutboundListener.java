package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import mesh.pilot.generate.Protos;
import mesh.pilot.generate.route.OutboundRoutes;
import mesh.pilot.world.Proxy;

/** The listener that a workload sends its requests to, as to an HTTP proxy. */
public final class OutboundListener {

  private OutboundListener() {}

  /** Makes the listener. */
  public static Listener generate(Proxy.Outbound at) {
    String name = at.address() + "_" + at.port();
    return Listener.newBuilder()
        .setName(name)
        .setAddress(Protos.address(at.address(), at.port()))
        .setTrafficDirection(TrafficDirection.OUTBOUND)
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(HttpFilterChain.outbound("outbound_" + name, OutboundRoutes.NAME)))
        .build();
  }
}
