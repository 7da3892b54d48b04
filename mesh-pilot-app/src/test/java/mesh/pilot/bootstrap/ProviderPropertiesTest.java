package mesh.pilot.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.pilot.model.ExtensionProvider;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.RateLimitSettings;
import mesh.pilot.model.RateLimitSettings.Entry;
import mesh.pilot.model.RateLimitSettings.What;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ProviderPropertiesTest {

  private static final String PROVIDERS = "mesh.pilot.extension-providers[0].";

  @Test
  void readsAllOfIt() {
    MeshSettings settings =
        settings(
            Map.ofEntries(
                Map.entry(PROVIDERS + "name", "als"),
                Map.entry(PROVIDERS + "envoy-http-als.service", "telemetry"),
                Map.entry(PROVIDERS + "envoy-http-als.port", "9091"),
                Map.entry("mesh.pilot.extension-providers[1].name", "spans"),
                Map.entry("mesh.pilot.extension-providers[1].zipkin.service", "telemetry"),
                Map.entry("mesh.pilot.extension-providers[1].zipkin.port", "9411"),
                Map.entry("mesh.pilot.default-providers.access-logging", "als"),
                Map.entry("mesh.pilot.default-providers.tracing", "spans"),
                Map.entry("mesh.pilot.tracing-sampling", "50"),
                Map.entry("mesh.pilot.rate-limit.service", "limits"),
                Map.entry("mesh.pilot.rate-limit.port", "8081"),
                Map.entry("mesh.pilot.rate-limit.domain", "edge"),
                Map.entry(
                    "mesh.pilot.rate-limit.descriptors[0]",
                    "remote_address, request_headers:x-tenant")));

    assertThat(settings.telemetry().accessLogging())
        .containsExactly(
            new ExtensionProvider.HttpAls(
                "als", new ExtensionProvider.Target("telemetry", 9091), ""));
    assertThat(settings.telemetry().tracing())
        .isEqualTo(
            new ExtensionProvider.Zipkin("spans", new ExtensionProvider.Target("telemetry", 9411)));
    assertThat(settings.telemetry().sampling()).isEqualTo(50);
    assertThat(settings.rateLimit())
        .isEqualTo(
            new RateLimitSettings(
                new ExtensionProvider.Target("limits", 8081),
                "edge",
                Duration.ofMillis(20),
                false,
                List.of(
                    List.of(
                        new Entry(What.REMOTE_ADDRESS, ""),
                        new Entry(What.REQUEST_HEADERS, "x-tenant")))));
  }

  @Test
  void isIstiosDefaultWithoutAWord() {
    assertThat(settings(Map.of())).isEqualTo(MeshSettings.USUAL);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            Map.of(PROVIDERS + "name", "als"),
            "mesh.pilot.extension-providers[0]: als (expected: exactly one of envoy-http-als,"
                + " envoy-tcp-als and zipkin)"),
        Arguments.of(
            Map.of(PROVIDERS + "zipkin.port", "9411"),
            "mesh.pilot.extension-providers[0].name: null (expected: a text that is not empty)"),
        Arguments.of(
            Map.of(PROVIDERS + "name", "z", PROVIDERS + "zipkin.service", "a"),
            "mesh.pilot.extension-providers[0].zipkin.port: 0 (expected: 1..65535)"),
        Arguments.of(
            Map.of("mesh.pilot.default-providers.tracing", "zipkin"),
            "mesh.pilot.default-providers.tracing: zipkin (expected: a name among"
                + " extension-providers: [])"),
        Arguments.of(
            Map.of("mesh.pilot.tracing-sampling", "101"),
            "mesh.pilot.tracing-sampling: 101.0 (expected: 0.0..100.0)"),
        Arguments.of(
            Map.of(
                "mesh.pilot.rate-limit.service",
                "a",
                "mesh.pilot.rate-limit.port",
                "1",
                "mesh.pilot.rate-limit.domain",
                "d",
                "mesh.pilot.rate-limit.descriptors[0]",
                "remote_address,request_headers"),
            "mesh.pilot.rate-limit.descriptors[0]: request_headers (expected: destination_cluster,"
                + " source_cluster, remote_address, request_headers:NAME or generic_key:VALUE)"),
        Arguments.of(
            Map.of(
                "mesh.pilot.rate-limit.service",
                "a",
                "mesh.pilot.rate-limit.port",
                "1",
                "mesh.pilot.rate-limit.domain",
                "d"),
            "mesh.pilot.rate-limit.descriptors: [] (expected: at least one; without, the service is"
                + " never asked)"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(Map<String, String> properties, String sentence) {
    assertThatThrownBy(() -> settings(properties))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(sentence);
  }

  private static MeshSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("mesh.pilot", ProviderProperties.class)
        .settings("cluster.local", "cluster.local", "istio-system");
  }
}
