package mesh.proxy.tls;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Fields;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;
import org.jspecify.annotations.Nullable;

/** Reads transport sockets: TLS or none. */
public final class TransportSocketConfig {

  /** The envelope; what is in it is checked when it is opened. */
  public static final Supported SUPPORTED = Supported.all(TransportSocket.getDefaultInstance());

  private static final String TLS = "envoy.transport_sockets.tls";
  private static final String RAW = "envoy.transport_sockets.raw_buffer";

  private TransportSocketConfig() {}

  /** The transport sockets of listeners by name, with an empty configuration each. */
  public static Map<String, Message> ofListeners() {
    return Map.of(
        RAW, RawBuffer.getDefaultInstance(), TLS, DownstreamTlsContext.getDefaultInstance());
  }

  /** The transport sockets of clusters by name, with an empty configuration each. */
  public static Map<String, Message> ofClusters() {
    return Map.of(
        RAW, RawBuffer.getDefaultInstance(), TLS, UpstreamTlsContext.getDefaultInstance());
  }

  /** Of a filter chain; null for plaintext. */
  public static @Nullable DownstreamTlsConfig downstream(TransportSocket proto) {
    DownstreamTlsContext context = open(proto, DownstreamTlsContext.getDefaultInstance());
    if (context == null) {
      return null;
    }
    return ProtoValue.under(
        "typed_config",
        () ->
            DownstreamTlsConfig.parse(TypedConfig.checked(context, DownstreamTlsConfig.SUPPORTED)));
  }

  /** Of a cluster; null for plaintext. */
  public static @Nullable UpstreamTlsConfig upstream(TransportSocket proto) {
    UpstreamTlsContext context = open(proto, UpstreamTlsContext.getDefaultInstance());
    if (context == null) {
      return null;
    }
    return ProtoValue.under(
        "typed_config",
        () -> UpstreamTlsConfig.parse(TypedConfig.checked(context, UpstreamTlsConfig.SUPPORTED)));
  }

  // By type; by name where there is no typed_config, as Envoy does.
  private static <M extends Message> @Nullable M open(TransportSocket proto, M prototype) {
    var any = proto.getTypedConfig();
    if (any.is(RawBuffer.class) || any.getTypeUrl().isEmpty() && isPlain(proto.getName())) {
      return null;
    }
    if (any.getTypeUrl().isEmpty() && proto.getName().equals(TLS)) {
      return prototype;
    }
    if (!any.is(prototype.getClass())) {
      throw new InvalidConfigException(
          any.getTypeUrl().isEmpty() ? "name" : "typed_config.@type",
          any.getTypeUrl().isEmpty() ? proto.getName() : any.getTypeUrl(),
          Fields.type(prototype).getFullName() + " or " + RAW);
    }
    return ProtoValue.under("typed_config", () -> TypedConfig.decode(any, prototype));
  }

  private static boolean isPlain(String name) {
    return name.isEmpty() || name.equals(RAW);
  }
}
