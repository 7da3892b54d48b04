package mesh.proxy.config.proto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "envoy.config.core.v3.HealthCheck.HttpHealthCheck",
        "envoy.extensions.filters.http.router.v3.Router",
        "google.protobuf.Struct",
        "google.rpc.Status",
        "xds.type.v3.TypedStruct",
        "udpa.type.v1.TypedStruct",
        "xds.type.matcher.v3.Matcher.MatcherList.Predicate.SinglePredicate",
        "cel.expr.CheckedExpr",
        "opentelemetry.proto.common.v1.KeyValue"
      })
  void findsTheClassByItsName(String name) {
    assertThat(MessageTypes.find("type.googleapis.com/" + name))
        .get()
        .satisfies(m -> assertThat(m.getDescriptorForType().getFullName()).isEqualTo(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "envoy.",
        "envoy.config.core.v3.Nothing",
        "envoy.config.core.v3.healthcheck",
        "envoy.config.core.v3.HealthCheckProto",
        "envoy.config.core.v3.RequestMethod",
        "java.lang.String"
      })
  void findsNothingElse(String name) {
    assertThat(MessageTypes.find(name)).isEmpty();
  }

  @Test
  void guessesAWrongPackage() {
    assertThat(TypeGuess.hint("envoy.filters.http.router.v3.Router"))
        .isEqualTo("; did you mean envoy.extensions.filters.http.router.v3.Router?");
  }
}
