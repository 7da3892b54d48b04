package mesh.proxy.bootstrap.tree;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import mesh.properties.KnownProperties;
import mesh.proxy.bootstrap.ProxyProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownPropertiesTest {

  private static final KnownProperties KNOWN =
      new KnownProperties("mesh.proxy", ProxyProperties.class).except(BootstrapTree.PREFIX);

  @TempDir private Path folder;

  @Test
  void knowsEachSpellingThatSpringBinds() throws IOException {
    var sources =
        new Sources(folder)
            .yaml(
                "application.yml",
                """
                mesh.proxy:
                  listeners:
                  - {port: 80, tls: {clientCa: ca.pem, certificate: c, key: k}, routes: [{prefix: /, cluster: a}]}
                  clusters: [{name: a, lb-policy: random, health_check: {path: /}}]
                  bootstrap: {anything: {"@type": x}}
                mesh.proxyx: other
                other: 1
                """)
            .variable("MESH_PROXY_LISTENRS_0_PORT", "1");

    assertThatCode(() -> KNOWN.check(sources.environment())).doesNotThrowAnyException();
  }

  @Test
  void refusesAllOthersWithTheNearestName() throws IOException {
    var sources =
        new Sources(folder)
            .property("mesh.proxy.confg", "proxy.yaml")
            .yaml(
                "application.yml",
                """
                mesh.proxy:
                  listeners:
                  - port: 80
                    protcol: http
                  clusters:
                  - name: {first: a}
                """);

    assertThatThrownBy(() -> KNOWN.check(sources.environment()))
        .hasMessage(
            """
            mesh.proxy.confg: "proxy.yaml" (expected: a property of mesh.proxy; did you mean config?)
            application.yml:4: mesh.proxy.listeners[0].protcol: "http"\s\
            (expected: a property of mesh.proxy.listeners[0]; did you mean protocol?)
            application.yml:6: mesh.proxy.clusters[0].name.first: "a"\s\
            (expected: no further name behind mesh.proxy.clusters[0].name)\
            """);
  }
}
