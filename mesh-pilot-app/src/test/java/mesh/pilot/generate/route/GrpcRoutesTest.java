package mesh.pilot.generate.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import mesh.pilot.generate.ClusterName;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.source.RuleTexts;
import mesh.pilot.world.Proxy;
import mesh.pilot.world.World;
import org.junit.jupiter.api.Test;

class GrpcRoutesTest {

  private static final String HOST = "stock.default.svc.cluster.local";

  @Test
  void hasSettingsOfThoseFiltersAloneThatLibrariesKnow() {
    var rules =
        RuleTexts.rules(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: stock}
            spec:
              hosts: [stock.default.svc.cluster.local]
              resolution: STATIC
              ports: [{number: 80, name: grpc, protocol: GRPC}]
              endpoints: [{address: 10.0.0.2}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: stock}
            spec:
              hosts: [stock]
              http:
              - route: [{destination: {host: stock}}]
                corsPolicy: {allowOrigins: [{exact: a}]}
                fault: {abort: {httpStatus: 500}}
            """);
    World world = World.of(1, MeshSettings.USUAL, rules);
    var library =
        new Proxy(
            "sidecar~10.0.0.1~shop.default~default.svc.cluster.local",
            Proxy.Type.GRPC,
            "10.0.0.1",
            "default",
            Map.of(),
            new Proxy.Outbound("127.0.0.1", 15001),
            "127.0.0.1");

    var table =
        GrpcRoutes.generate(
            world,
            library,
            Objects.requireNonNull(world.service(HOST)),
            ClusterName.outbound(80, "", HOST));

    assertThat(table.getVirtualHosts(0).getRoutes(0).getTypedPerFilterConfigMap())
        .containsOnlyKeys("envoy.filters.http.fault");
  }
}
