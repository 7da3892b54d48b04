package mesh.proxy.xds.source;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each request names all that is wanted, each response all that there is. */
final class StateOfTheWorld implements Dialect<DiscoveryRequest, DiscoveryResponse> {

  @Override
  public MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method(@Nullable String typeUrl) {
    return MethodDescriptor.<DiscoveryRequest, DiscoveryResponse>newBuilder()
        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
        .setFullMethodName(typeUrl == null ? Methods.AGGREGATED : Methods.stream(typeUrl))
        .setRequestMarshaller(ProtoUtils.marshaller(DiscoveryRequest.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(DiscoveryResponse.getDefaultInstance()))
        .build();
  }

  @Override
  public @Nullable DiscoveryRequest request(TypeState<?> state, @Nullable Node node) {
    Set<String> names = state.watch.names();
    boolean isNew = !state.isAsked && state.watch.isWatched();
    if (!isNew && !state.owesAnswer && names.equals(state.said)) {
      return null;
    }
    var request =
        DiscoveryRequest.newBuilder()
            .setTypeUrl(state.typeUrl())
            .setVersionInfo(state.version)
            .setResponseNonce(state.nonce);
    if (!state.watch.wantsAll()) {
      request.addAllResourceNames(names);
    }
    if (node != null) {
      request.setNode(node);
    }
    if (state.fault != null) {
      request.setErrorDetail(state.fault);
    }
    state.said.clear();
    state.said.addAll(names);
    state.answered();
    return request.build();
  }

  @Override
  public Response response(DiscoveryResponse answer) {
    String version = answer.getVersionInfo();
    return new Response(
        answer.getTypeUrl(),
        answer.getNonce(),
        version,
        answer.getResourcesList().stream().map(any -> new Response.Body(any, version)).toList(),
        List.of(),
        true,
        answer.getControlPlane().getIdentifier());
  }
}
