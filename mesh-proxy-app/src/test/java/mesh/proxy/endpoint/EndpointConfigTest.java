package mesh.proxy.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import java.util.Map;
import java.util.Objects;
import mesh.proxy.cluster.ClusterTexts;
import org.junit.jupiter.api.Test;

class EndpointConfigTest {

  private static final String ADDRESS =
      "address { socket_address { address: '10.0.0.1' port_value: 80 } } ";

  @Test
  void readsEverything() {
    var config =
        parse(
            """
            endpoint {
              address { socket_address { address: "10.0.0.1" port_value: 80 } }
              additional_addresses { address { socket_address { address: "::1" port_value: 81 } } }
              hostname: "one.test"
              health_check_config { port_value: 8080 hostname: "check.test" }
            }
            health_status: DEGRADED
            load_balancing_weight { value: 7 }
            metadata { filter_metadata { key: "envoy.lb" value {
              fields { key: "canary" value { bool_value: true } }
              fields { key: "version" value { string_value: "v2" } } } } }
            """);

    assertThat(Addresses.text(config.address())).isEqualTo("10.0.0.1:80");
    assertThat(config.additionalAddresses())
        .extracting(Addresses::text)
        .containsExactly("[0:0:0:0:0:0:0:1]:81");
    assertThat(config.hostname()).isEqualTo("one.test");
    assertThat(config.weight()).isEqualTo(7);
    assertThat(config.status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(config.canary()).isTrue();
    assertThat(Objects.requireNonNull(config.metadata().get("envoy.lb")))
        .containsEntry("version", "v2");
    assertThat(config.healthCheck())
        .isEqualTo(new HealthCheckTarget(null, 8080, "check.test", false));
  }

  @Test
  void aPipeIsAnAddressToo() {
    assertThat(Addresses.text(parse("endpoint { address { pipe { path: '/run/x' } } }").address()))
        .isEqualTo("/run/x");
  }

  @Test
  void aHostNameIsLeftForDns() {
    var config =
        parse("endpoint { address { socket_address { address: 'a.test' port_value: 80 } } }");

    assertThat(Addresses.text(config.address())).isEqualTo("a.test:80");
  }

  @Test
  void anEndpointCanBeNamed() {
    var named =
        ClusterTexts.message(
            io.envoyproxy.envoy.config.endpoint.v3.Endpoint.getDefaultInstance(), ADDRESS);
    var proto = ClusterTexts.message(LbEndpoint.getDefaultInstance(), "endpoint_name: 'one'");

    var config = EndpointConfig.parse(proto, Locality.NONE, 0, Map.of("one", named));

    assertThat(Addresses.text(config.address())).isEqualTo("10.0.0.1:80");
  }

  @Test
  void refusesANameThatNobodyHas() {
    assertThatThrownBy(() -> parse("endpoint_name: 'one'"))
        .hasMessage("endpoint_name: one (expected: a key of named_endpoints)");
  }

  @Test
  void refusesAWeightOfZero() {
    assertThatThrownBy(
            () -> parse("load_balancing_weight { value: 0 } endpoint { " + ADDRESS + "}"))
        .hasMessage("load_balancing_weight: 0 (expected: 1..2147483647)");
  }

  @Test
  void refusesInternalListeners() {
    assertThatThrownBy(
            () ->
                parse(
                    "endpoint { address { envoy_internal_address { server_listener_name: 'x' } }"
                        + " }"))
        .hasMessage(
            "endpoint.address.envoy_internal_address: x (expected: socket_address or pipe)");
  }

  @Test
  void declaresEveryMessageBelow() {
    assertThat(EndpointConfig.SUPPORTED.undeclared()).isEmpty();
  }

  private static EndpointConfig parse(String text) {
    var proto = ClusterTexts.message(LbEndpoint.getDefaultInstance(), text);
    return EndpointConfig.parse(proto, Locality.NONE, 0, Map.of());
  }
}
