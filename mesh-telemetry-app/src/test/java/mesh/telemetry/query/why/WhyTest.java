package mesh.telemetry.query.why;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags;
import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags.Unauthorized;
import java.util.List;
import java.util.stream.Stream;
import mesh.telemetry.attribute.Attributes;
import mesh.telemetry.attribute.Entries;
import mesh.telemetry.attribute.Reporter;
import mesh.telemetry.attribute.Workloads;
import mesh.telemetry.query.why.Explanation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhyTest {

  private final Attributes attributes = new Attributes(new Workloads());
  private final Reporter shop = Reporter.of(Entries.sidecar("shop", "v1", "127.0.1.1"), "outbound");
  private final Why why = new Why();

  static Stream<FieldDescriptor> flags() {
    return ResponseFlags.getDescriptor().getFields().stream();
  }

  @ParameterizedTest
  @MethodSource("flags")
  void explainsEachFlagThatEnvoyHas(FieldDescriptor flag) {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "", 503);
    ResponseFlags.Builder flags = entry.getCommonPropertiesBuilder().getResponseFlagsBuilder();
    if (flag.getName().equals("unauthorized_details")) {
      flags.getUnauthorizedDetailsBuilder().setReason(Unauthorized.Reason.EXTERNAL_SERVICE);
    } else {
      flags.setField(flag, true);
    }
    entry.getResponseBuilder().clearResponseCodeDetails();

    List<Reason> reasons = explain(entry).reasons();

    assertThat(reasons).as(flag.getName()).hasSize(1);
    assertThat(reasons.getFirst().meaning()).endsWith(".");
    assertThat(reasons.getFirst().advice()).endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "via_upstream",
        "direct_response",
        "route_not_found",
        "cluster_not_found",
        "no_healthy_upstream",
        "response_timeout",
        "upstream_per_try_timeout",
        "max_duration_timeout",
        "stream_idle_timeout",
        "request_overall_timeout",
        "request_header_timeout",
        "downstream_remote_disconnect",
        "request_payload_too_large",
        "missing_host_header",
        "low_version",
        "upgrade_failed",
        "overload",
        "maintenance_mode",
        "rbac_access_denied_matched_policy[none]",
        "ext_authz_denied",
        "ext_authz_error",
        "jwt_authn_access_denied{Jwt_is_missing}",
        "request_rate_limited",
        "rate_limiter_error",
        "local_rate_limited",
        "fault_filter_abort",
        "health_check_failed",
        "http1.codec_error",
        "http2.too_many_headers",
        "upstream_reset_after_response_started{remote_reset}"
      })
  void explainsTheDetailsThatEnvoyGives(String details) {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "", 503);
    entry.getResponseBuilder().setResponseCodeDetails(details);

    Reason reason = explain(entry).reasons().getFirst();

    assertThat(reason.word()).isEqualTo(details);
    assertThat(reason.title()).isNotEqualTo("Said by a filter");
  }

  @ParameterizedTest
  @CsvSource({
    "upstream_reset_before_response_started{connection_failure}, Could not connect",
    "'upstream_reset_before_response_started{remote_connection_failure|TLS_error:}', Could not"
        + " connect",
    "upstream_reset_before_response_started{overflow}, Too much at once",
    "upstream_reset_before_response_started{connection_termination}, Upstream hung up"
  })
  void explainsHowItBroke(String details, String title) {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "", 503);
    entry.getResponseBuilder().setResponseCodeDetails(details);

    assertThat(explain(entry).reasons()).extracting(Reason::title).contains(title);
  }

  @Test
  void saysInOneSentenceWhatHappened() {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 504);
    entry.getCommonPropertiesBuilder().getResponseFlagsBuilder().setUpstreamRequestTimeout(true);

    assertThat(explain(entry).summary())
        .isEqualTo("504 after 12 ms: the destination did not answer within the route's timeout.");
  }

  @Test
  void saysThatItWentWell() {
    assertThat(explain(Entries.outbound(Entries.TO_STOCK, "127.0.1.2", 200)).summary())
        .isEqualTo("200 after 12 ms: it went well.");
  }

  @Test
  void admitsWhatItDoesNotKnow() {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "", 418);
    entry.getResponseBuilder().setResponseCodeDetails("teapot");

    assertThat(explain(entry).reasons())
        .extracting(Reason::title)
        .containsExactly("Said by a filter");
  }

  @Test
  void passesOnWhatTheConnectionSaid() {
    HTTPAccessLogEntry.Builder entry = Entries.outbound(Entries.TO_STOCK, "", 503);
    entry.getCommonPropertiesBuilder().setUpstreamTransportFailureReason("CERTIFICATE_UNKNOWN");

    assertThat(explain(entry).reasons())
        .extracting(Reason::meaning)
        .contains("CERTIFICATE_UNKNOWN");
  }

  private Explanation explain(HTTPAccessLogEntry.Builder entry) {
    return why.explain(attributes.http(shop, entry.build()));
  }
}
