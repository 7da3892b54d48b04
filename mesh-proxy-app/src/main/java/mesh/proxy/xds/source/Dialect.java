package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/** One of the two ways in which xDS is spoken over a stream. Immutable. */
interface Dialect<Q extends Message, A extends Message> {

  /** The method of the aggregated stream, or that of one type. */
  MethodDescriptor<Q, A> method(@Nullable String typeUrl);

  /**
   * What is to be said of a type now; marks it as said.
   *
   * @param node null if this message need not say who we are
   * @return null if there is nothing new
   */
  @Nullable Q request(TypeState<?> state, @Nullable Node node);

  Response response(A answer);
}
