package mesh.pilot.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.world.Proxy;
import org.junit.jupiter.api.Test;

class ProxyTableTest {

  @Test
  void showsEachStateAndWhyAProxyRefuses() {
    ProxyStatus shop = status("sidecar", Proxy.Type.SIDECAR, "shop", "mesh-proxy 0.1.0");
    shop.sent(ResourceType.CLUSTER, "1", 7, 3);
    shop.acknowledged(ResourceType.CLUSTER, "1");
    shop.sent(ResourceType.LISTENER, "2", 8, 1);
    shop.refused(ResourceType.LISTENER, "2", "no such filter");
    shop.sent(ResourceType.ROUTE, "3", 8, 1);
    ProxyStatus edge = status("router", Proxy.Type.ROUTER, "edge", "");

    assertThat(ProxyTable.of(List.of(shop, edge)))
        .isEqualTo(
            """
            NAME           TYPE      CDS        LDS        EDS        RDS        CONFIG   AGENT
            shop.default   sidecar   SYNCED     NACKED     NOT SENT   STALE      7        mesh-proxy 0.1.0
            edge.default   router    NOT SENT   NOT SENT   NOT SENT   NOT SENT   -
            shop.default listener: no such filter
            """);
  }

  @Test
  void aLateAnswerSaysNothingOfTheNewest() {
    ProxyStatus shop = status("sidecar", Proxy.Type.SIDECAR, "shop", "");
    shop.sent(ResourceType.CLUSTER, "1", 1, 3);
    shop.sent(ResourceType.CLUSTER, "2", 2, 3);
    shop.acknowledged(ResourceType.CLUSTER, "1");
    shop.refused(ResourceType.CLUSTER, "1", "too late");

    assertThat(shop.types().get(ResourceType.CLUSTER))
        .isEqualTo(new ProxyStatus.TypeStatus(ProxyStatus.State.STALE, "2", "", 2, 0, 3, ""));
  }

  private static ProxyStatus status(String word, Proxy.Type type, String name, String agent) {
    String id = word + "~10.0.0.1~" + name + ".default~default.svc.cluster.local";
    var proxy =
        new Proxy(
            id,
            type,
            "10.0.0.1",
            "default",
            Map.of(),
            new Proxy.Outbound("127.0.0.1", 15001),
            "127.0.0.1");
    return new ProxyStatus(id, proxy, agent, false, Instant.EPOCH);
  }
}
