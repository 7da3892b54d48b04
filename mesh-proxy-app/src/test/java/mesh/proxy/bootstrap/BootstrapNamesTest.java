package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Findings;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.route.RouteTableConfig;
import org.junit.jupiter.api.Test;

class BootstrapNamesTest {

  private final Findings findings = new Findings();

  @Test
  void twoListenersHaveTwoNames() {
    BootstrapNames.check(
        bootstrap(
            "listeners: [{name: a, bind_to_port: false}, {name: b, bind_to_port: false}, {name: a},"
                + " {bind_to_port: false}]"),
        findings);

    assertThat(sentences())
        .contains(
            "static_resources.listeners[2].name: a (expected: a name that no other listener has)");
  }

  @Test
  void twoListenersHaveTwoAddresses() {
    BootstrapNames.check(
        bootstrap(
            """
            listeners:
            - address: {socket_address: {address: 10.0.0.1, port_value: 80}}
            - address: {socket_address: {address: 10.0.0.2, port_value: 80}}
              additional_addresses:
              - address: {socket_address: {address: 10.0.0.1, port_value: 80}}
            - address: {socket_address: {address: 10.0.0.1, port_value: 80}}
              bind_to_port: false
            - address: {pipe: {path: /run/a}}
            - address: {pipe: {path: /run/a}}
            - address: {socket_address: {address: 10.0.0.1}}
            - address: {socket_address: {address: 10.0.0.1}}
            """),
        findings);

    assertThat(sentences())
        .containsExactly(
            "static_resources.listeners[1].additional_addresses[0].address: 10.0.0.1:80 (expected:"
                + " an address of its own: static_resources.listeners[0] has it)",
            "static_resources.listeners[4].address: /run/a (expected: an address of its own:"
                + " static_resources.listeners[3] has it)");
  }

  @Test
  void aClusterThatWasRefusedIsNotToldAgain() {
    var names = new BootstrapNames(bootstrap("clusters: [{name: demo}]"));

    assertThat(names.tell(unknown("demo"), findings)).isFalse();
    assertThat(names.tell(unknown("dmeo"), findings)).isTrue();
    assertThat(sentences())
        .containsExactly(
            "route.cluster: dmeo (expected: the name of a cluster that exists; did you mean"
                + " demo?)");
  }

  private List<String> sentences() {
    return findings.faults().stream().map(InvalidConfigException::sentence).toList();
  }

  private static InvalidConfigException unknown(String cluster) {
    return new InvalidConfigException("route.cluster", cluster, RouteTableConfig.KNOWN_CLUSTER);
  }

  private static Bootstrap bootstrap(String staticResources) {
    return ProtoYaml.parse(
        Bootstrap.getDefaultInstance(), "static_resources:\n" + staticResources.indent(2));
  }
}
