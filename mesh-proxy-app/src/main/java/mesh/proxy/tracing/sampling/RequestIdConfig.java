package mesh.proxy.tracing.sampling;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.RequestIDExtension;
import io.envoyproxy.envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;

/** Reads {@code request_id_extension}; the extension that there is makes UUIDs. */
public final class RequestIdConfig {

  public static final Supported SUPPORTED = Supported.all(RequestIDExtension.getDefaultInstance());

  private static final Supported UUID = Supported.all(UuidRequestIdConfig.getDefaultInstance());

  private RequestIdConfig() {}

  /**
   * Reads the extension.
   *
   * @throws InvalidConfigException with a field relative to the message
   */
  public static RequestIdSettings parse(RequestIDExtension proto) {
    if (!proto.hasTypedConfig()) {
      return RequestIdSettings.USUAL;
    }
    if (!proto.getTypedConfig().is(UuidRequestIdConfig.class)) {
      throw new InvalidConfigException(
          "typed_config.@type",
          proto.getTypedConfig().getTypeUrl(),
          "envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig");
    }
    try {
      UuidRequestIdConfig uuid = proto.getTypedConfig().unpack(UuidRequestIdConfig.class);
      UUID.check(uuid);
      return new RequestIdSettings(
          !uuid.hasPackTraceReason() || uuid.getPackTraceReason().getValue(),
          !uuid.hasUseRequestIdForTraceSampling()
              || uuid.getUseRequestIdForTraceSampling().getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException(
          "typed_config", proto.getTypedConfig().getTypeUrl(), "a valid message");
    }
  }
}
