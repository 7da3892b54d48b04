package mesh.proxy.bootstrap.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.nio.file.Path;
import java.util.stream.Stream;
import mesh.proxy.bootstrap.ProxyProperties;
import mesh.proxy.bootstrap.tree.Sources;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.yaml.YamlText;
import mesh.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;

class PlainBootstrapTest {

  @TempDir private Path folder;

  static Stream<Golden> cases() {
    return Golden.cases(PlainBootstrapTest.class, "");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theShortFormMeansTheLongOne(Golden story) throws Exception {
    var expected =
        ConfigReader.read(
            YamlText.of("expected", story.expectedText()), Bootstrap.getDefaultInstance());

    assertThat(read(story.inputText())).isEqualTo(expected.message());
  }

  @Test
  void saysEveryFaultByTheNameOfTheProperty() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    mesh.proxy:
                      listeners:
                      - port: 70000
                        routes:
                        - {prefix: a, path: /b, cluster: serivce, timeout: -1s, retries: -1}
                      - {port: 1, protocol: tcp, routes: [{cluster: service}]}
                      - port: 2
                        tls: {certificate: c.pem}
                      clusters:
                      - name: service
                        endpoints: ["a:b", "c:99999"]
                        connect-timeout: 0s
                        tls: {key: k.pem}
                        health-check: {path: x, interval: 0s, healthy-threshold: 0}
                      - {name: service, dns: logical, endpoints: ["a:1", "b:1"]}
                      - name: empty
                    """))
        .hasMessage(
            """
            mesh.proxy.clusters[0].connect-timeout: PT0S (expected: a time above 0)
            mesh.proxy.clusters[0].endpoints[0]: a:b (expected: host:port)
            mesh.proxy.clusters[0].endpoints[1]: c:99999 (expected: host:port)
            mesh.proxy.clusters[0].tls.ca: null (expected: a PEM file)
            mesh.proxy.clusters[0].tls.certificate: null (expected: a PEM file)
            mesh.proxy.clusters[0].health-check.interval: PT0S (expected: a time above 0)
            mesh.proxy.clusters[0].health-check.path: x (expected: a path that starts with /)
            mesh.proxy.clusters[0].health-check.healthy-threshold: 0 (expected: 1 or more)
            mesh.proxy.clusters[1].name: service (expected: a name that no other cluster has)
            mesh.proxy.clusters[1].endpoints: [a:1, b:1] (expected: exactly one name, as dns is logical)
            mesh.proxy.clusters[2].endpoints: [] (expected: at least one host:port)
            mesh.proxy.listeners[0].port: 70000 (expected: a number from 0 to 65535)
            mesh.proxy.listeners[0].routes[0].path: /b (expected: either prefix or path)
            mesh.proxy.listeners[0].routes[0].timeout: PT-1S (expected: 0 or more)
            mesh.proxy.listeners[0].routes[0].cluster: serivce\s\
            (expected: a name of mesh.proxy.clusters; did you mean service?)
            mesh.proxy.listeners[0].routes[0].retries: -1 (expected: 0 or more)
            mesh.proxy.listeners[1].routes: a list (expected: nothing: a tcp listener has one cluster)
            mesh.proxy.listeners[1].cluster: null (expected: a name of mesh.proxy.clusters)
            mesh.proxy.listeners[2].routes: [] (expected: a route, or a cluster for everything)
            mesh.proxy.listeners[2].tls.key: null (expected: a PEM file)\
            """);
  }

  private Bootstrap read(String yaml) throws Exception {
    var environment = new Sources(folder).yaml("application.yml", yaml).environment();
    var properties = Binder.get(environment).bind("mesh.proxy", ProxyProperties.class).get();
    return PlainBootstrap.of(properties.listeners(), properties.clusters());
  }
}
