package mesh.proxy.route.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.extensions.retry.host.omit_canary_hosts.v3.OmitCanaryHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.host.omit_host_metadata.v3.OmitHostMetadataConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.http.Headers;
import mesh.proxy.runtime.Runtime;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Runtime RUNTIME = new Runtime(bound -> 0);

  @Test
  void retriesOnceOnNothingByDefault() {
    RetryPolicy policy = policy("");

    assertThat(policy.on()).isZero();
    assertThat(policy.numRetries()).isEqualTo(1);
    assertThat(policy.hostSelection().maxAttempts()).isEqualTo(1);
    assertThat(policy.backOff()).isEqualTo(BackOff.USUAL);
    assertThat(policy.rateLimitedBackOff()).isNull();
    assertThat(policy.perTryTimeoutMillis()).isZero();
  }

  @Test
  void readsConditionsOfHttpAndGrpc() {
    RetryPolicy policy = policy("retry_on: '5xx, connect-failure,unavailable,'\nnum_retries: 0");

    assertThat(policy.retriesOn(RetryOn.SERVER_ERROR)).isTrue();
    assertThat(policy.retriesOn(RetryOn.CONNECT_FAILURE)).isTrue();
    assertThat(policy.retriesOn(RetryOn.GRPC_UNAVAILABLE)).isTrue();
    assertThat(policy.retriesOn(RetryOn.RESET)).isFalse();
    assertThat(policy.numRetries()).isZero();
  }

  @Test
  void takesWordsOfHeadersEachInItsOwn() {
    assertThat(RetryOn.ofHeader("5xx , reset,nonsense,unavailable"))
        .isEqualTo(RetryOn.SERVER_ERROR.bit() | RetryOn.RESET.bit());
    assertThat(RetryOn.ofGrpcHeader("unavailable,5xx")).isEqualTo(RetryOn.GRPC_UNAVAILABLE.bit());
    assertThat(RetryOn.ofHeader("")).isZero();
  }

  @Test
  void asksForHeadersOfRequestAndResponse() {
    RetryPolicy policy =
        policy(
            "retriable_headers: [{name: x-retry}]\n"
                + "retriable_request_headers: [{name: ':method', string_match: {exact: GET}}]");

    assertThat(policy.hasRetriableHeader(Headers.response(200).add("x-retry", "1"))).isTrue();
    assertThat(policy.hasRetriableHeader(Headers.response(200))).isFalse();
    assertThat(policy.allows(Headers.request("GET", "http", "h", "/"))).isTrue();
    assertThat(policy.allows(Headers.request("PUT", "http", "h", "/"))).isFalse();
    assertThat(policy("").allows(new Headers())).isTrue();
  }

  @Test
  void waitsBelowABoundThatGrows() {
    assertThat(BackOff.USUAL.delayMillis(1, RUNTIME, 24)).isEqualTo(24);
    assertThat(BackOff.USUAL.delayMillis(1, RUNTIME, 25)).isZero();
    assertThat(BackOff.USUAL.delayMillis(2, RUNTIME, 74)).isEqualTo(74);
    assertThat(BackOff.USUAL.delayMillis(2, RUNTIME, 75)).isZero();
    assertThat(BackOff.USUAL.delayMillis(60, RUNTIME, 249)).isEqualTo(249);
    assertThat(BackOff.USUAL.delayMillis(60, RUNTIME, 250)).isZero();

    RUNTIME.replace(Map.of("upstream.base_retry_backoff_ms", 10.0));
    assertThat(BackOff.USUAL.delayMillis(1, RUNTIME, 10)).isZero();
    BackOff configured =
        policy("retry_back_off: {base_interval: 0.0001s, max_interval: 0.002s}").backOff();
    assertThat(configured).isEqualTo(new BackOff(1, 2));
  }

  @Test
  void waitsAsLongAsTheUpstreamSays() {
    RateLimitedBackOff backOff =
        policy(
                "rate_limited_retry_back_off: {reset_headers: [{name: Retry-After}, {name: X-Reset,"
                    + " format: UNIX_TIMESTAMP}], max_interval: 100s}")
            .rateLimitedBackOff();
    Headers response = Headers.response(429);
    assertThat(backOff).isNotNull();

    assertThat(backOff.delayMillis(response, 0, 0)).isEqualTo(RateLimitedBackOff.UNKNOWN);
    response.add("x-reset", "1000");
    assertThat(backOff.delayMillis(response, 990_500, 0)).isEqualTo(9_500);
    response.add("retry-after", "120");
    assertThat(backOff.delayMillis(response, 990_500, 0)).isEqualTo(9_500);
    response.set("retry-after", "2");
    assertThat(backOff.delayMillis(response, 0, 0)).isEqualTo(2_000);
    assertThat(backOff.delayMillis(response, 0, 1_000)).isEqualTo(3_000);
    response.set("retry-after", "soon");
    response.remove("x-reset");
    assertThat(backOff.delayMillis(response, 0, 0)).isEqualTo(RateLimitedBackOff.UNKNOWN);
  }

  @Test
  void readsHostPredicatesByTypeAndByOldName() {
    HostSelection selection =
        policy(
                """
                host_selection_retry_max_attempts: 5
                retry_host_predicate:
                - name: envoy.retry_host_predicates.previous_hosts
                - name: any
                  typed_config:
                    '@type': RETRY.host.omit_canary_hosts.v3.OmitCanaryHostsPredicate
                - name: meta
                  typed_config:
                    '@type': RETRY.host.omit_host_metadata.v3.OmitHostMetadataConfig
                    metadata_match: {filter_metadata: {envoy.lb: {k: v}}}
                retry_priority:
                  name: p
                  typed_config:
                    '@type': RETRY.priority.previous_priorities.v3.PreviousPrioritiesConfig
                    update_frequency: 2
                """
                    .replace("RETRY", "type.googleapis.com/envoy.extensions.retry"))
            .hostSelection();

    assertThat(selection.omitPreviousHosts()).isTrue();
    assertThat(selection.omitCanaries()).isTrue();
    assertThat(selection.omitMetadata()).containsExactly(Map.of("k", "v"));
    assertThat(selection.previousPrioritiesFrequency()).isEqualTo(2);
    assertThat(selection.maxAttempts()).isEqualTo(5);
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThatThrownBy(() -> policy("retry_back_off: {base_interval: 2s, max_interval: 1s}"))
        .hasMessage(
            "retry_back_off.max_interval: 1000ms (expected: at least the base_interval of 2000ms)");
    assertThatThrownBy(() -> policy("retry_host_predicate: [{name: mine}]"))
        .hasMessageStartingWith(
            "retry_host_predicate[0]: mine (expected: envoy.retry_host_predicates.previous_hosts");
    assertThatThrownBy(() -> policy("per_try_timeout: -1s"))
        .hasMessage("per_try_timeout: -1s 0ns (expected: a duration of 0s or more)");
  }

  private static RetryPolicy policy(String yaml) {
    return RetryConfig.parse(
        ProtoYaml.parse(
            io.envoyproxy.envoy.config.route.v3.RetryPolicy.getDefaultInstance(),
            yaml,
            PreviousHostsPredicate.getDefaultInstance(),
            OmitCanaryHostsPredicate.getDefaultInstance(),
            OmitHostMetadataConfig.getDefaultInstance(),
            PreviousPrioritiesConfig.getDefaultInstance()));
  }
}
