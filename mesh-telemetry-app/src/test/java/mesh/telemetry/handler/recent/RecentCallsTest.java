package mesh.telemetry.handler.recent;

import static org.assertj.core.api.Assertions.assertThat;

import mesh.telemetry.attribute.Attributes;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Entries;
import mesh.telemetry.attribute.Reporter;
import mesh.telemetry.attribute.Workloads;
import org.junit.jupiter.api.Test;

class RecentCallsTest {

  private final Attributes attributes = new Attributes(new Workloads());
  private final Reporter stock =
      Reporter.of(Entries.sidecar("stock", "v1", "127.0.1.2"), "inbound");
  private final RecentCalls recent = new RecentCalls(8);

  @Test
  void keepsTheNewest() {
    for (int i = 0; i < 100; i++) {
      add(200);
    }

    assertThat(recent.list(call -> true, 100))
        .extracting(Call::id)
        .containsExactly(100L, 99L, 98L, 97L, 96L, 95L);
    assertThat(recent.list(call -> true, 2)).extracting(Call::id).containsExactly(100L, 99L);
    assertThat(recent.find(95)).isNotNull();
    assertThat(recent.find(94)).isNull();
  }

  @Test
  void doesNotLoseAFailureToManyGoodOnes() {
    add(503);
    for (int i = 0; i < 100; i++) {
      add(200);
    }

    assertThat(recent.list(Call::isFailed, 10)).extracting(Call::id).containsExactly(1L);
  }

  private void add(int code) {
    recent.handle(attributes.http(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", code).build()));
  }
}
