package mesh.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.LbConfig;
import mesh.proxy.cluster.protocol.UpstreamProtocol;
import mesh.proxy.endpoint.HealthStatus;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {

  private final FakeProxy proxy = new FakeProxy();

  @Test
  void aClusterNeedsLittle() {
    ClusterConfig config = parse("");

    assertThat(config.name()).isEqualTo("backend");
    assertThat(config.statName()).isEqualTo("backend");
    assertThat(config.connection()).isEqualTo(ConnectionConfig.ENVOY);
    assertThat(config.lb()).isEqualTo(LbConfig.ENVOY);
    assertThat(config.http().protocol()).isEqualTo(UpstreamProtocol.HTTP1);
    assertThat(config.http().idleTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(config.http().maxRequestsPerConnection()).isZero();
    assertThat(config.waitForWarm()).isTrue();
    assertThat(config.transport()).isSameAs(TransportSocketConfig.PLAINTEXT);
    assertThat(config.healthCheck()).isNull();
    assertThat(config.outlier()).isNull();
  }

  @Test
  void readsHowConnectionsAreMade() {
    ClusterConfig config =
        parse(
            """
            connect_timeout { nanos: 250000000 }
            per_connection_buffer_limit_bytes { value: 32768 }
            upstream_bind_config {
              source_address { address: "10.0.0.9" port_value: 0 }
              extra_source_addresses { address { address: "::9" port_value: 0 } } }
            upstream_connection_options { tcp_keepalive {
              keepalive_probes { value: 3 } keepalive_time { value: 60 } } }
            close_connections_on_host_health_failure: true
            """);

    assertThat(config.connection().connectTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.connection().bufferLimitBytes()).isEqualTo(32_768);
    assertThat(config.connection().sources()).hasToString("[/10.0.0.9:0, /[0:0:0:0:0:0:0:9]:0]");
    assertThat(config.connection().keepAlive()).isEqualTo(new ConnectionConfig.KeepAlive(3, 60, 0));
    assertThat(config.connection().closeOnHealthFailure()).isTrue();
  }

  @Test
  void readsTypedOptionsOfHttp() {
    ClusterConfig config =
        parse(
            """
            typed_extension_protocol_options {
              key: "envoy.extensions.upstreams.http.v3.HttpProtocolOptions" value {
                [type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions] {
                  common_http_protocol_options {
                    idle_timeout { seconds: 7 } max_connection_duration { seconds: 8 }
                    max_stream_duration { seconds: 9 } max_requests_per_connection { value: 10 }
                    max_headers_count { value: 11 } max_response_headers_kb { value: 12 } }
                  upstream_http_protocol_options { auto_sni: true auto_san_validation: true
                    override_auto_sni_header: "X-Host" }
                  explicit_http_config { http2_protocol_options {} } } } }
            """);

    var http = config.http();
    assertThat(http.protocol()).isEqualTo(UpstreamProtocol.HTTP2);
    assertThat(http.idleTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(http.maxConnectionDuration()).isEqualTo(Duration.ofSeconds(8));
    assertThat(http.maxStreamDuration()).isEqualTo(Duration.ofSeconds(9));
    assertThat(http.maxRequestsPerConnection()).isEqualTo(10);
    assertThat(http.http1().limits().maxHeaderCount()).isEqualTo(11);
    assertThat(http.http1().limits().maxHeaderBytes()).isEqualTo(12 * 1024);
    assertThat(http.autoSni()).isTrue();
    assertThat(http.autoSanValidation()).isTrue();
    assertThat(http.autoSniHeader()).isEqualTo("x-host");
  }

  @Test
  void theOldFieldsOfHttpMeanTheSame() {
    assertThat(parse("http2_protocol_options {}").http().protocol())
        .isEqualTo(UpstreamProtocol.HTTP2);
    assertThat(
            parse("protocol_selection: USE_DOWNSTREAM_PROTOCOL http2_protocol_options {}")
                .http()
                .protocol())
        .isEqualTo(UpstreamProtocol.AS_DOWNSTREAM);
    assertThat(parse("max_requests_per_connection { value: 5 }").http().maxRequestsPerConnection())
        .isEqualTo(5);
    assertThat(parse("common_http_protocol_options { idle_timeout {} }").http().idleTimeout())
        .isZero();
  }

  @Test
  void theOldFieldsOfPoliciesReachThePolicies() {
    Balancing balancing =
        Objects.requireNonNull(
            parse(
                    """
                    lb_policy: LEAST_REQUEST
                    least_request_lb_config {
                      choice_count { value: 3 }
                      slow_start_config { slow_start_window { seconds: 10 } } }
                    common_lb_config { locality_weighted_lb_config {} }
                    """)
                .balancing());

    assertThat(balancing.localityWeighted()).isTrue();
    assertThat(balancing.slowStart()).isNotNull();
    assertThat(Objects.requireNonNull(parse("lb_policy: RING_HASH").balancing()).hashing())
        .isTrue();
    assertThat(Objects.requireNonNull(parse("lb_policy: MAGLEV").balancing()).hashing()).isTrue();
    assertThat(Objects.requireNonNull(parse("lb_policy: RANDOM").balancing()).hashing()).isFalse();
  }

  @Test
  void readsWhatAllPoliciesShare() {
    LbConfig lb =
        parse(
                """
                common_lb_config {
                  healthy_panic_threshold { value: 12.5 }
                  zone_aware_lb_config { fail_traffic_on_panic: true }
                  update_merge_window { seconds: 2 }
                  ignore_new_hosts_until_first_hc: true
                  close_connections_on_host_set_change: true
                  override_host_status { statuses: UNHEALTHY statuses: DRAINING } }
                """)
            .lb();

    assertThat(lb.panicPercent()).isEqualTo(12.5);
    assertThat(lb.failOnPanic()).isTrue();
    assertThat(lb.mergeWindow()).isEqualTo(Duration.ofSeconds(2));
    assertThat(lb.ignoreUnchecked()).isTrue();
    assertThat(lb.closeOnHostSetChange()).isTrue();
    assertThat(lb.overrideStatuses())
        .containsExactlyInAnyOrder(HealthStatus.UNHEALTHY, HealthStatus.DRAINING);
  }

  @Test
  void readsTheRest() {
    ClusterConfig config =
        parse(
            """
            alt_stat_name: "short" wait_for_warm_on_init { value: false }
            track_cluster_stats { timeout_budgets: true request_response_sizes: true }
            metadata { filter_metadata { key: "a" value {
              fields { key: "b" value { number_value: 1 } } } } }
            """);

    assertThat(config.statName()).isEqualTo("short");
    assertThat(config.waitForWarm()).isFalse();
    assertThat(config.tracked()).isEqualTo(new TrackedStats(true, true));
    assertThat(config.metadata()).isEqualTo(Map.of("a", Map.of("b", 1.0)));
  }

  @Test
  void refusesFieldsThatNobodyHonours() {
    assertThatThrownBy(() -> parse("lb_subset_config { fallback_policy: ANY_ENDPOINT }"))
        .hasMessageStartingWith("lb_subset_config: ")
        .hasMessageEndingWith("(expected: nothing: this proxy does not support the field)");
    assertThatThrownBy(() -> parse("filters { name: 'x' }")).hasMessageStartingWith("filters");
    assertThatThrownBy(
            () -> parse("preconnect_policy { per_upstream_preconnect_ratio { value: 1.5 } }"))
        .hasMessageStartingWith("preconnect_policy");
  }

  @Test
  void refusesSettingsOfAnotherPolicy() {
    assertThatThrownBy(() -> parse("ring_hash_lb_config {}"))
        .hasMessage("lb_policy: ROUND_ROBIN (expected: RING_HASH, whose settings are given)");
  }

  @Test
  void refusesAPolicyThatTheTypeDoesNotProvide() {
    assertThatThrownBy(() -> parse("lb_policy: CLUSTER_PROVIDED"))
        .hasMessage("lb_policy: CLUSTER_PROVIDED (expected: another policy for this type)");
  }

  @Test
  void refusesPoliciesThatNobodyKnows() {
    assertThatThrownBy(
            () ->
                parse(
                    "load_balancing_policy { policies { typed_extension_config { name: 'x'"
                        + " typed_config { type_url: 'type.googleapis.com/google.protobuf.Empty' }"
                        + " } } }"))
        .hasMessage(
            "load_balancing_policy.policies: [x]"
                + " (expected: at least one policy that is known)");
  }

  @Test
  void refusesOtherProtocolOptions() {
    assertThatThrownBy(
            () ->
                parse(
                    "typed_extension_protocol_options { key: 'x' value {"
                        + " type_url: 'type.googleapis.com/google.protobuf.Empty' } }"))
        .hasMessageStartingWith(
            "typed_extension_protocol_options[\"x\"]: google.protobuf.Empty (expected: ");
  }

  private ClusterConfig parse(String text) {
    return ClusterConfig.parse(
        ClusterTexts.cluster(text + "\n" + ClusterTexts.TWO_HOSTS), proxy.extensions);
  }
}
