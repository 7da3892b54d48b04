package mesh.proxy.config.old;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.proto.Spellings.OldKey;

/**
 * A {@code tls_context}, which became one of several transport sockets.
 *
 * @param socket of this side of the proxy
 */
record TlsContext(KnownExtension socket) implements OldKey {

  @Override
  public boolean waitsForTheRest() {
    return false;
  }

  @Override
  public void read(Message.Builder builder, ProtoReader reader) {
    reader.warn("is old; write transport_socket with the name " + socket.name());
    Any context = reader.readAny(socket.type());
    if (context != null) {
      builder.setField(
          builder.getDescriptorForType().findFieldByName("transport_socket"),
          TransportSocket.newBuilder().setName(socket.name()).setTypedConfig(context).build());
    }
  }
}
