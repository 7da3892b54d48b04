package mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidConfigExceptionTest {

  private final InvalidConfigException fault = new InvalidConfigException("max_tokens", 0, ">= 1");

  @Test
  void saysFieldValueAndExpectation() {
    assertThat(fault).hasMessage("max_tokens: 0 (expected: >= 1)");
    assertThat(fault.sentence()).isEqualTo(fault.getMessage());
    assertThat(fault.field()).isEqualTo("max_tokens");
    assertThat(fault.value()).isEqualTo(0);
    assertThat(fault.expected()).isEqualTo(">= 1");
  }

  @Test
  void aMissingValueReadsAsNull() {
    assertThat(new InvalidConfigException("name", null, "a name"))
        .hasMessage("name: null (expected: a name)");
  }

  @Test
  void thePathGrowsFromTheInsideOut() {
    var outer = fault.under("token_bucket").under("filters[2]").under("listeners[0]");

    assertThat(outer)
        .hasMessage("listeners[0].filters[2].token_bucket.max_tokens: 0 (expected: >= 1)")
        .hasRootCause(fault);
    assertThat(outer.value()).isEqualTo(0);
  }

  @Test
  void anIndexFollowsWithoutADot() {
    var element = new InvalidConfigException("[3].port", 70000, "<= 65535");

    assertThat(element.under("endpoints").field()).isEqualTo("endpoints[3].port");
  }

  @Test
  void anEmptyPrefixChangesNothing() {
    assertThat(fault.under("")).isSameAs(fault);
  }

  @Test
  void anEmptyFieldTakesThePrefixAlone() {
    assertThat(new InvalidConfigException("", "x", "a map").under("route").field())
        .isEqualTo("route");
  }

  @Test
  void severalFaultsHaveALineEach() {
    var other = new InvalidConfigException("burst", -1, ">= 0");

    var both = InvalidConfigException.of(List.of(fault, other)).under("bucket");

    assertThat(both)
        .hasMessage("bucket.max_tokens: 0 (expected: >= 1)\nbucket.burst: -1 (expected: >= 0)");
    assertThat(both.faults()).hasSize(2);
    assertThat(both.sentence()).isEqualTo(both.getMessage());
    assertThat(InvalidConfigException.of(List.of(both, fault)).faults()).hasSize(3);
  }

  @Test
  void oneFaultOfAListIsItself() {
    assertThat(InvalidConfigException.of(List.of(fault))).isSameAs(fault);
    assertThat(fault.faults()).containsExactly(fault);
  }

  @Test
  void aPlaceStandsInFrontOfThePath() {
    assertThat(fault.under("bucket").at("proxy.yaml:17"))
        .hasMessage("proxy.yaml:17: bucket.max_tokens: 0 (expected: >= 1)");
    assertThat(fault.at("proxy.yaml:17").under("bucket"))
        .hasMessage("proxy.yaml:17: bucket.max_tokens: 0 (expected: >= 1)");
    assertThat(new InvalidConfigException("", "x", "a map").at("proxy.yaml:1"))
        .hasMessage("proxy.yaml:1: x (expected: a map)");
  }
}
