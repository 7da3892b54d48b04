package mesh.proxy.xds.source;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests and responses name what is different from before. */
final class Delta implements Dialect<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {

  @Override
  public MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> method(
      @Nullable String typeUrl) {
    return MethodDescriptor.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>newBuilder()
        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
        .setFullMethodName(typeUrl == null ? Methods.DELTA_AGGREGATED : Methods.delta(typeUrl))
        .setRequestMarshaller(ProtoUtils.marshaller(DeltaDiscoveryRequest.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(DeltaDiscoveryResponse.getDefaultInstance()))
        .build();
  }

  @Override
  public @Nullable DeltaDiscoveryRequest request(TypeState<?> state, @Nullable Node node) {
    Set<String> names = state.watch.names();
    List<String> more = new ArrayList<>(names);
    more.removeAll(state.said);
    List<String> less = new ArrayList<>(state.said);
    less.removeAll(names);
    boolean isNew = !state.isAsked && state.watch.isWatched();
    if (!isNew && !state.owesAnswer && more.isEmpty() && less.isEmpty()) {
      return null;
    }
    var request =
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(state.typeUrl())
            .addAllResourceNamesSubscribe(more)
            .addAllResourceNamesUnsubscribe(less);
    if (isNew) {
      request.putAllInitialResourceVersions(state.watch.versions());
    }
    if (state.owesAnswer) {
      request.setResponseNonce(state.nonce);
    }
    if (node != null) {
      request.setNode(node);
    }
    if (state.fault != null) {
      request.setErrorDetail(state.fault);
    }
    state.said.addAll(more);
    less.forEach(state.said::remove);
    state.answered();
    return request.build();
  }

  @Override
  public Response response(DeltaDiscoveryResponse answer) {
    return new Response(
        answer.getTypeUrl(),
        answer.getNonce(),
        answer.getSystemVersionInfo(),
        answer.getResourcesList().stream()
            .map(resource -> new Response.Body(resource.getResource(), resource.getVersion()))
            .toList(),
        answer.getRemovedResourcesList(),
        false,
        answer.getControlPlane().getIdentifier());
  }
}
