package mesh.proxy.cluster.health;

import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Reads bytes that are sent and expected. */
public final class PayloadConfig {

  /** The fields of {@code Payload} that are honoured. */
  public static final Supported SUPPORTED = Supported.all(HealthCheck.Payload.getDefaultInstance());

  private PayloadConfig() {}

  /** The bytes; {@code text} is hexadecimal. */
  public static byte[] parse(HealthCheck.Payload proto) {
    return switch (proto.getPayloadCase()) {
      case TEXT -> hex(proto.getText());
      case BINARY -> proto.getBinary().toByteArray();
      case PAYLOAD_NOT_SET -> throw new InvalidConfigException("payload", null, "text or binary");
    };
  }

  /** All blocks of a list. */
  public static Payloads parse(String field, List<HealthCheck.Payload> protos) {
    if (protos.isEmpty()) {
      return Payloads.NONE;
    }
    List<byte[]> blocks = new ArrayList<>();
    for (int at = 0; at < protos.size(); at++) {
      HealthCheck.Payload proto = protos.get(at);
      blocks.add(ProtoValue.under(field + "[" + at + "]", () -> parse(proto)));
    }
    return new Payloads(blocks);
  }

  private static byte[] hex(String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      if (bytes.length == 0) {
        throw new InvalidConfigException("text", text, "hexadecimal digits");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException("text", text, "hexadecimal digits, two for each byte");
    }
  }
}
