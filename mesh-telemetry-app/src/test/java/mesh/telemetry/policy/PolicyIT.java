package mesh.telemetry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.Request;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.grpc.server.port=0",
      "mesh.telemetry.zipkin.port=0",
      "mesh.telemetry.rate-limit.config-refresh=20ms",
      "mesh.telemetry.ext-authz.deny[0].name=no-admin",
      "mesh.telemetry.ext-authz.deny[0].paths[0]=/admin*",
      "mesh.telemetry.ext-authz.deny[0].headers.x-role=guest"
    })
class PolicyIT {

  @TempDir private static Path folder;

  @org.springframework.beans.factory.annotation.Autowired private GrpcServerLifecycle server;
  private ManagedChannel channel;

  @DynamicPropertySource
  static void limits(DynamicPropertyRegistry properties) throws IOException {
    write(1);
    properties.add("mesh.telemetry.rate-limit.config-dir", () -> folder);
  }

  private static void write(int requests) throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        "domain: shop\ndescriptors:\n- key: k\n  rate_limit: {unit: day, requests_per_unit: "
            + requests
            + "}\n");
  }

  @BeforeEach
  void connect() {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void limitsAndFollowsTheFolder() throws Exception {
    var limits = RateLimitServiceGrpc.newBlockingStub(channel);
    RateLimitRequest request = request("shop", "a");
    assertThat(limits.shouldRateLimit(request).getOverallCode()).isEqualTo(Code.OK);
    assertThat(limits.shouldRateLimit(request).getOverallCode()).isEqualTo(Code.OVER_LIMIT);

    write(-5);
    Thread.sleep(200); // refused, so nothing changes
    assertThat(limits.shouldRateLimit(request).getOverallCode()).isEqualTo(Code.OVER_LIMIT);

    write(1_000_000);
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (limits.shouldRateLimit(request).getOverallCode() != Code.OK) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  static Stream<Arguments> refused() {
    RateLimitRequest good = request("shop", "x");
    return Stream.of(
        Arguments.of(
            good.toBuilder().clearDomain().build(),
            "INVALID_ARGUMENT: domain: \"\" (expected: a domain)"),
        Arguments.of(
            good.toBuilder().clearDescriptors().build(),
            "INVALID_ARGUMENT: descriptors: [] (expected: at least one)"),
        Arguments.of(
            good.toBuilder().setHitsAddend(-1).build(),
            "INVALID_ARGUMENT: hits_addend: 4294967295 (expected: <= 1000000000)"),
        Arguments.of(
            good.toBuilder()
                .addDescriptors(
                    RateLimitDescriptor.newBuilder()
                        .setLimit(RateLimitOverride.newBuilder().setRequestsPerUnit(1)))
                .build(),
            "INVALID_ARGUMENT: descriptors[1].limit.unit: UNKNOWN (expected: second, minute,"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(RateLimitRequest request, String message) {
    assertThatThrownBy(() -> RateLimitServiceGrpc.newBlockingStub(channel).shouldRateLimit(request))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void deniesByTheRuleOfAProperty() {
    var authorization = AuthorizationGrpc.newBlockingStub(channel);

    CheckResponse denied = authorization.check(check("/admin/x", "guest"));
    assertThat(denied.getStatus().getCode()).isEqualTo(7);
    assertThat(denied.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(403);
    assertThat(denied.getDeniedResponse().getBody())
        .isEqualTo("Forbidden by external authorization: rule no-admin denies it\n");
    assertThat(denied.getDynamicMetadata().getFieldsOrThrow("rule").getStringValue())
        .isEqualTo("no-admin");

    CheckResponse allowed = authorization.check(check("/admin/x", "boss"));
    assertThat(allowed.getStatus().getCode()).isZero();
    assertThat(allowed.hasOkResponse()).isTrue();
  }

  private static CheckRequest check(String path, String role) {
    var http = HttpRequest.newBuilder().setPath(path).putHeaders("x-role", role);
    return CheckRequest.newBuilder()
        .setAttributes(AttributeContext.newBuilder().setRequest(Request.newBuilder().setHttp(http)))
        .build();
  }

  private static RateLimitRequest request(String domain, String value) {
    return RateLimitRequest.newBuilder()
        .setDomain(domain)
        .addDescriptors(
            RateLimitDescriptor.newBuilder()
                .addEntries(Entry.newBuilder().setKey("k").setValue(value)))
        .build();
  }
}
