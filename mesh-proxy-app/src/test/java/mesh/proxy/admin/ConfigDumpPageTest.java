package mesh.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigDumpPageTest {

  private final AdminFixture proxy = new AdminFixture();

  @Test
  void dumpsEveryKindOfConfigurationInOrder() {
    String dump = proxy.get("/config_dump");

    assertThat(dump)
        .startsWith("200 application/json\n{\n \"configs\": [\n  {\n   \"@type\":")
        .containsSubsequence(
            "envoy.admin.v3.BootstrapConfigDump",
            "envoy.admin.v3.ClustersConfigDump",
            "\"@type\": \"type.googleapis.com/envoy.config.cluster.v3.Cluster\"",
            "\"last_updated\": \"2023-11-14T22:13:20Z\"",
            "envoy.admin.v3.ListenersConfigDump",
            "envoy.admin.v3.ScopedRoutesConfigDump",
            "envoy.admin.v3.RoutesConfigDump",
            "\"name\": \"local_route\"",
            "envoy.admin.v3.SecretsConfigDump")
        .doesNotContain("EndpointsConfigDump");
  }

  @Test
  void keepsSecrets() {
    assertThat(proxy.get("/config_dump"))
        .doesNotContain("secret\"")
        .contains("\"inline_string\": \"[redacted]\"");
  }

  @Test
  void dumpsEndpointsIfAsked() {
    assertThat(proxy.get("/config_dump?include_eds"))
        .contains(
            "envoy.admin.v3.EndpointsConfigDump",
            "\"static_endpoint_configs\"",
            "\"health_status\": \"HEALTHY\"");
  }

  @Test
  void dumpsOneResource() {
    assertThat(proxy.get("/config_dump?resource=static_clusters&mask=cluster.name"))
        .isEqualTo(
            """
            200 application/json
            {
             "configs": [
              {
               "@type": "type.googleapis.com/envoy.admin.v3.ClustersConfigDump.StaticCluster",
               "cluster": {
                "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
                "name": "svc:1"
               }
              },
              {
               "@type": "type.googleapis.com/envoy.admin.v3.ClustersConfigDump.StaticCluster",
               "cluster": {
                "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
                "name": "zipkin"
               }
              }
             ]
            }
            """);
    assertThat(proxy.get("/config_dump?resource=dynamic_listeners"))
        .isEqualTo("200 application/json\n{}\n");
  }

  @Test
  void masksTheWhole() {
    assertThat(proxy.get("/config_dump?mask=static_clusters"))
        .contains("ClustersConfigDump", "\"name\": \"zipkin\"")
        .doesNotContain("BootstrapConfigDump", "ListenersConfigDump");
  }

  @Test
  void filtersByName() {
    assertThat(proxy.get("/config_dump?name_regex=.*zip.*&resource=static_clusters"))
        .contains("zipkin")
        .doesNotContain("svc:1");
    assertThat(proxy.get("/config_dump?name_regex=main"))
        .contains("\"name\": \"main\"")
        .doesNotContain("\"local_route\"}");
  }

  @Test
  void saysWhatIsWrongWithAQuestion() {
    String bad = "400 text/plain; charset=UTF-8\n";

    assertThat(proxy.get("/config_dump?resource=nope"))
        .isEqualTo("404 text/plain; charset=UTF-8\nnope not found in config dump");
    assertThat(proxy.get("/config_dump?resource=bootstrap"))
        .isEqualTo(
            bad + "bootstrap is not a repeated field. Use ?mask=bootstrap to get only this field");
    assertThat(proxy.get("/config_dump?mask=nope"))
        .isEqualTo(bad + "FieldMask nope could not be successfully applied to any configs.");
    assertThat(proxy.get("/config_dump?name_regex=*"))
        .startsWith(bad + "INVALID_ARGUMENT: Error while parsing name_regex from *");
  }
}
