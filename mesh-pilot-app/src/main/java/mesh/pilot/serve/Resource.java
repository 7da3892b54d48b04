package mesh.pilot.serve;

import com.google.common.hash.Hashing;
import com.google.protobuf.Any;
import com.google.protobuf.Message;

/**
 * A resource, encoded once for all proxies. Immutable.
 *
 * @param version of its contents: equal contents have equal versions
 */
public record Resource(String name, String version, Any body) {

  /** Encodes a message. */
  public static Resource of(String name, Message message) {
    Any body = Any.pack(message);
    long hash =
        Hashing.farmHashFingerprint64().hashBytes(body.getValue().asReadOnlyByteBuffer()).asLong();
    return new Resource(name, Long.toHexString(hash), body);
  }
}
