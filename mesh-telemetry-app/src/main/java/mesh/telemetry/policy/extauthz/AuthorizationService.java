package mesh.telemetry.policy.extauthz;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc.AuthorizationImplBase;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import mesh.telemetry.policy.extauthz.AuthzPolicy.Decision;

/** {@code Check}. Shared by all threads; never waits. */
public final class AuthorizationService extends AuthorizationImplBase {

  private static final String RESULT = "x-ext-authz-check-result"; // as Istio's sample calls it

  private final AuthzPolicy policy;
  private final MeterRegistry meters;

  public AuthorizationService(AuthzPolicy policy, MeterRegistry meters) {
    this.policy = policy;
    this.meters = meters;
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckResponse> answer) {
    Decision decision = policy.decide(CheckedRequest.of(request.getAttributes()));
    String result = decision.isAllowed() ? "allowed" : "denied";
    meters
        .counter(
            "mesh.telemetry.ext_authz.decisions",
            "decision",
            result,
            "rule",
            decision.rule().isEmpty() ? "none" : decision.rule())
        .increment();
    var response = CheckResponse.newBuilder().setDynamicMetadata(metadata(decision, result));
    HeaderValueOption header = header(RESULT, result);
    if (decision.isAllowed()) {
      response
          .setStatus(Status.newBuilder().setCode(Code.OK_VALUE))
          .setOkResponse(OkHttpResponse.newBuilder().addHeaders(header));
    } else {
      response
          .setStatus(
              Status.newBuilder()
                  .setCode(Code.PERMISSION_DENIED_VALUE)
                  .setMessage(decision.reason()))
          .setDeniedResponse(
              DeniedHttpResponse.newBuilder()
                  .setStatus(HttpStatus.newBuilder().setCode(StatusCode.Forbidden))
                  .addHeaders(header)
                  .addHeaders(header("content-type", "text/plain"))
                  .setBody("Forbidden by external authorization: " + decision.reason() + "\n"));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private static Struct metadata(Decision decision, String result) {
    return Struct.newBuilder()
        .putFields("decision", text(result))
        .putFields("rule", text(decision.rule()))
        .build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  // Nobody's own header of this name gets through.
  private static HeaderValueOption header(String name, String value) {
    return HeaderValueOption.newBuilder()
        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
        .build();
  }
}
