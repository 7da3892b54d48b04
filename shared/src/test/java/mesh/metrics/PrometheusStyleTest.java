package mesh.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class PrometheusStyleTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  PrometheusStyleTest() {
    meters.config().meterFilter(new PrometheusStyle());
  }

  @Test
  void givesEveryMeterAHelpTextAndKeepsTheOneThatIsThere() {
    meters.counter("mesh.ca.certificates.issued", "attestor", "mtls").increment();
    Gauge.builder("pool", () -> 1).description("Threads").baseUnit("threads").register(meters);

    var counter = meters.get("mesh.ca.certificates.issued").tag("attestor", "mtls").counter();
    assertThat(counter.getId().getDescription()).isEqualTo("mesh ca certificates issued");
    assertThat(counter.count()).isEqualTo(1);
    assertThat(meters.get("pool").gauge().getId().getDescription()).isEqualTo("Threads");
    assertThat(meters.get("pool").gauge().getId().getBaseUnit()).isEqualTo("threads");
  }

  @Test
  void leavesOutWhatHasNoBaseUnitAndRenamesWhatLooksLikeAHistogram() {
    meters.counter("process.cpu.time");
    Gauge.builder("system.cpu.count", () -> 2).register(meters);

    assertThat(meters.find("process.cpu.time").meter()).isNull();
    assertThat(meters.get("system.cpu.cores").gauge().value()).isEqualTo(2);
  }
}
