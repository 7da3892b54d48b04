package mesh.telemetry.query.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mesh.telemetry.attribute.Attributes;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Entries;
import mesh.telemetry.attribute.Reporter;
import mesh.telemetry.attribute.Workloads;
import org.junit.jupiter.api.Test;

class CallFilterTest {

  private final Reporter stock =
      Reporter.of(Entries.sidecar("stock", "v1", "127.0.1.2"), "inbound");
  private final Call call =
      new Attributes(new Workloads())
          .http(stock, Entries.inbound(Entries.SHOP, "127.0.1.2", 503).build());

  @Test
  void looksAtBothEnds() {
    assertThat(new CallFilter("stock", "").test(call)).isTrue();
    assertThat(new CallFilter("shop/shop", "").test(call)).isTrue();
    assertThat(new CallFilter("other/stock", "").test(call)).isFalse();
    assertThat(new CallFilter("cart", "").test(call)).isFalse();
  }

  @Test
  void looksAtTheStatus() {
    assertThat(new CallFilter("", "5xx").test(call)).isTrue();
    assertThat(new CallFilter("", "503").test(call)).isTrue();
    assertThat(new CallFilter("", "failed").test(call)).isTrue();
    assertThat(new CallFilter("", "refused").test(call)).isFalse();
    assertThat(new CallFilter("", "0").test(call)).isFalse();
  }

  @Test
  void refusesAnotherStatus() {
    assertThatThrownBy(() -> new CallFilter("", "bad"))
        .hasMessage("status: bad (expected: failed, refused, 5xx, 503, or 0)");
  }
}
