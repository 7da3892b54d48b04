package mesh.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import org.junit.jupiter.api.Test;

class SupportedTest {

  private static final Supported CLUSTER =
      Supported.of(Cluster.getDefaultInstance()).fields("name", "connect_timeout");

  @Test
  void acceptsWhatIsDeclared() {
    var cluster =
        Cluster.newBuilder().setName("a").setConnectTimeout(Duration.getDefaultInstance());

    assertThat(CLUSTER.check(cluster.build())).isEmpty();
  }

  @Test
  void refusesEveryOtherFieldByName() {
    var cluster =
        Cluster.newBuilder()
            .setAltStatName("other")
            .setPerConnectionBufferLimitBytes(UInt32Value.of(3));

    assertThatThrownBy(() -> CLUSTER.check(cluster.build()))
        .hasMessage(
            """
            per_connection_buffer_limit_bytes: 3 (expected: nothing: this proxy does not support the field)
            alt_stat_name: "other" (expected: nothing: this proxy does not support the field)\
            """);
  }

  @Test
  void looksIntoListsAndNamesTheElement() {
    var supported =
        CLUSTER
            .fields("circuit_breakers")
            .and(Supported.of(CircuitBreakers.getDefaultInstance()).fields("thresholds"))
            .and(Supported.of(CircuitBreakers.Thresholds.getDefaultInstance()).fields("priority"));
    var thresholds =
        CircuitBreakers.newBuilder()
            .addThresholds(CircuitBreakers.Thresholds.getDefaultInstance())
            .addThresholds(CircuitBreakers.Thresholds.newBuilder().setTrackRemaining(true));

    assertThatThrownBy(
            () -> supported.check(Cluster.newBuilder().setCircuitBreakers(thresholds).build()))
        .hasMessageStartingWith("circuit_breakers.thresholds[1].track_remaining: true (expected:");
  }

  @Test
  void looksIntoMapsAndNamesTheKey() {
    var findings = new Findings();
    var metadata = Metadata.newBuilder().putTypedFilterMetadata("a.b", Any.getDefaultInstance());

    Supported.all(Metadata.getDefaultInstance()).check(metadata.build(), "m", findings);
    assertThat(findings.isFaulty()).isFalse();
    Supported.none().check(metadata.build(), "m", findings);
    assertThat(findings.faults()).hasSize(1);
  }

  @Test
  void aMessageThatNobodyDeclaredMayOnlyBeEmpty() {
    var supported = Supported.of(Address.getDefaultInstance()).fields("socket_address");
    var address = SocketAddress.newBuilder().setPortValue(80);

    assertThat(supported.undeclared()).containsExactly("envoy.config.core.v3.SocketAddress");
    assertThatThrownBy(
            () -> supported.check(Address.newBuilder().setSocketAddress(address).build()))
        .hasMessageStartingWith("socket_address.port_value: 80 (expected: nothing");
  }

  @Test
  void contentsOfTypedConfigsAreSomebodyElsesToDeclare() {
    var supported = Supported.of(Cluster.getDefaultInstance()).fields("upstream_config");
    var config = TypedExtensionConfig.newBuilder().setName("x");

    assertThat(supported.undeclared()).isEmpty();
    assertThat(supported.check(Cluster.newBuilder().setUpstreamConfig(config).build())).isEmpty();
  }

  @Test
  void anIgnoredFieldIsAWarningThatSaysWhy() {
    var supported = CLUSTER.ignored("alt_stat_name", "names are not shortened here");
    var cluster = Cluster.newBuilder().setAltStatName("other").build();

    assertThat(supported.check(cluster))
        .extracting(ConfigWarning::sentence)
        .containsExactly("alt_stat_name: ignored: names are not shortened here");
  }

  @Test
  void honouredByOneSideIsHonoured() {
    var one = CLUSTER.ignored("alt_stat_name", "why not");
    var other = Supported.of(Cluster.getDefaultInstance()).fields("alt_stat_name");
    var cluster = Cluster.newBuilder().setName("a").setAltStatName("other").build();

    assertThat(one.and(other).check(cluster)).isEmpty();
    assertThat(other.and(one).check(cluster)).isEmpty();
  }

  @Test
  void fieldsMayBeAddedAfterNestedMessages() {
    var supported =
        Supported.of(Address.getDefaultInstance())
            .and(Supported.all(SocketAddress.getDefaultInstance()))
            .fields("socket_address");

    assertThat(supported.undeclared()).isEmpty();
  }

  @Test
  void refusesNamesThatTheMessageDoesNotHave() {
    assertThatThrownBy(() -> Supported.of(VirtualHost.getDefaultInstance()).fields("domain"))
        .hasMessage("envoy.config.route.v3.VirtualHost has no field domain");
  }

  @Test
  void secretsAreNotShown() {
    var key = TlsCertificate.getDescriptor().findFieldByName("password");

    assertThat(ShownValue.of(new Trail("").field(key), key, "swordfish")).isEqualTo("[redacted]");
  }

  @Test
  void listsEveryDeclaredFieldForTheDocumentation() {
    assertThat(CLUSTER.ignored("alt_stat_name", "why not").listing())
        .containsExactlyInAnyOrder(
            new SupportedField("envoy.config.cluster.v3.Cluster", "name", ""),
            new SupportedField("envoy.config.cluster.v3.Cluster", "connect_timeout", ""),
            new SupportedField("envoy.config.cluster.v3.Cluster", "alt_stat_name", "why not"));
  }
}
