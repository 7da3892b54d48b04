package mesh.proxy.route.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.extensions.internal_redirect.allow_listed_routes.v3.AllowListedRoutesConfig;
import io.envoyproxy.envoy.extensions.internal_redirect.previous_routes.v3.PreviousRoutesConfig;
import io.envoyproxy.envoy.extensions.internal_redirect.safe_cross_scheme.v3.SafeCrossSchemeConfig;
import java.util.Set;
import mesh.proxy.config.ConfigWarning;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;

class ForwardPartsTest {

  private static final String PREDICATE =
      "{name: p, typed_config: {'@type':"
          + " type.googleapis.com/envoy.extensions.internal_redirect.%s}}";

  @Test
  void tellsTimeoutsThatAreNotSetFromThoseThatAreZero() {
    Timeouts usual = TimeoutConfig.parse(action(""));
    Timeouts set =
        TimeoutConfig.parse(
            action(
                "timeout: 0s\n"
                    + "idle_timeout: 0s\n"
                    + "max_stream_duration: {grpc_timeout_header_max: 0s}\n"
                    + "max_grpc_timeout: 1.5s"));

    assertThat(usual.requestMillis()).isEqualTo(15_000);
    assertThat(usual.idleMillis()).isEqualTo(Timeouts.UNSET);
    assertThat(usual.streamDurationConfigured()).isFalse();
    assertThat(set.requestMillis()).isZero();
    assertThat(set.idleMillis()).isZero();
    assertThat(set.grpcHeaderMaxMillis()).isZero();
    assertThat(set.maxStreamMillis()).isEqualTo(Timeouts.UNSET);
    assertThat(set.maxGrpcMillis()).isEqualTo(1_500);
    assertThat(set.streamDurationConfigured()).isTrue();
  }

  @Test
  void saysThatACopyHasNoSpanOfItsOwn() {
    var policy =
        action("request_mirror_policies: [{cluster: m, trace_sampled: false}]")
            .getRequestMirrorPolicies(0);

    assertThat(MirrorConfig.SUPPORTED.check(policy))
        .extracting(ConfigWarning::toString)
        .singleElement()
        .asString()
        .contains("trace_sampled")
        .contains("the copy has the trace context of its request");
  }

  @Test
  void mirrorsUnderAnotherHost() {
    var mirrors =
        MirrorConfig.parse(
            action(
                    "request_mirror_policies: [{cluster: m}, {cluster_header: X-M,"
                        + " disable_shadow_host_suffix_append: true}]")
                .getRequestMirrorPoliciesList());
    Headers head = Headers.request("GET", "http", "h:80", "/").add("x-m", "named");

    assertThat(mirrors.getFirst().authority(head)).isEqualTo("h-shadow:80");
    assertThat(mirrors.getLast().authority(head)).isEqualTo("h:80");
    assertThat(mirrors.getLast().cluster().cluster(head)).isEqualTo("named");
    assertThatThrownBy(
            () ->
                MirrorConfig.parse(
                    action("request_mirror_policies: [{}]").getRequestMirrorPoliciesList()))
        .hasMessage("[0].cluster:  (expected: exactly one of cluster and cluster_header)");
  }

  @Test
  void allowsUpgradesByType() {
    Upgrades upgrades =
        UpgradeConfig.parse(
            action(
                    "upgrade_configs: [{upgrade_type: WebSocket}, {upgrade_type: x, enabled:"
                        + " false}, {upgrade_type: CONNECT, connect_config: {allow_post: true}}]")
                .getUpgradeConfigsList());

    assertThat(upgrades.allows("websocket")).isTrue();
    assertThat(upgrades.allows("x")).isFalse();
    assertThat(upgrades.allows("y")).isNull();
    assertThat(upgrades.connect()).isEqualTo(new Upgrades.ConnectTermination(true));
    assertThatThrownBy(
            () ->
                UpgradeConfig.parse(
                    action("upgrade_configs: [{upgrade_type: a}, {upgrade_type: A}]")
                        .getUpgradeConfigsList()))
        .hasMessage("[1].upgrade_type: A (expected: each type once)");
    assertThatThrownBy(
            () ->
                UpgradeConfig.parse(
                    action("upgrade_configs: [{upgrade_type: a, connect_config: {}}]")
                        .getUpgradeConfigsList()))
        .hasMessageStartingWith("[0].connect_config: a");
  }

  @Test
  void followsRedirectsAsFarAsThePolicySays() {
    InternalRedirects redirects =
        InternalRedirectConfig.parse(
            action(
                    """
                    internal_redirect_policy:
                      max_internal_redirects: 3
                      redirect_response_codes: [301, 404, 307]
                      response_headers_to_copy: [X-A]
                      predicates:
                      - %s
                      - %s
                      - %s
                    """
                        .formatted(
                            PREDICATE.formatted("previous_routes.v3.PreviousRoutesConfig"),
                            PREDICATE.formatted("safe_cross_scheme.v3.SafeCrossSchemeConfig"),
                            PREDICATE.formatted(
                                "allow_listed_routes.v3.AllowListedRoutesConfig,"
                                    + " allowed_route_names: [r]")))
                .getInternalRedirectPolicy());

    assertThat(redirects.most()).isEqualTo(3);
    assertThat(redirects.statuses()).containsExactlyInAnyOrder(301, 307);
    assertThat(redirects.headersToCopy()).containsExactly("x-a");
    assertThat(redirects.predicates())
        .containsExactly(
            new InternalRedirects.Predicate.PreviousRoutes(),
            new InternalRedirects.Predicate.SafeCrossScheme(),
            new InternalRedirects.Predicate.AllowListedRoutes(Set.of("r")));
    assertThat(
            InternalRedirectConfig.parse(
                action("internal_redirect_policy: {}").getInternalRedirectPolicy()))
        .isEqualTo(InternalRedirectConfig.handled(1));
  }

  private static RouteAction action(String yaml) {
    return ProtoYaml.parse(
        RouteAction.getDefaultInstance(),
        yaml,
        PreviousRoutesConfig.getDefaultInstance(),
        SafeCrossSchemeConfig.getDefaultInstance(),
        AllowListedRoutesConfig.getDefaultInstance());
  }
}
