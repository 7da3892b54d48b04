package mesh.telemetry.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceTest {

  @Test
  void readsIstiosClusterNames() {
    assertThat(Service.ofCluster("outbound|80|v1|stock.shop.svc.cluster.local"))
        .isEqualTo(new Service("stock.shop.svc.cluster.local", "stock", "shop", "v1", true));
    assertThat(Service.ofCluster("outbound|443||api.example.com"))
        .isEqualTo(new Service("api.example.com", "api.example.com", "unknown", "", false));
  }

  @Test
  void takesOtherNamesAsTheyAre() {
    assertThat(Service.ofCluster("BlackHoleCluster").name()).isEqualTo("BlackHoleCluster");
    assertThat(Service.ofCluster("outbound|1").name()).isEqualTo("outbound|1");
    assertThat(Service.ofCluster("")).isEqualTo(Service.NONE);
  }
}
