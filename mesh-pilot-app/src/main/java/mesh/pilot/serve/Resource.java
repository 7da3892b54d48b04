package mesh.pilot.serve;

import com.google.common.hash.Hashing;
import com.google.protobuf.Any;
import com.google.protobuf.Message;

/**
 * A resource, encoded once for all proxies. Immutable.
 *
 * @param version of its contents: equal contents have equal versions
 * @param entry the same with its name and version, as deltas have it
 */
public record Resource(
    String name,
    String version,
    Any body,
    io.envoyproxy.envoy.service.discovery.v3.Resource entry) {

  /** Encodes a message. */
  public static Resource of(String name, Message message) {
    Any body = Any.pack(message);
    long hash =
        Hashing.farmHashFingerprint64().hashBytes(body.getValue().asReadOnlyByteBuffer()).asLong();
    String version = Long.toHexString(hash);
    return new Resource(
        name,
        version,
        body,
        io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
            .setName(name)
            .setVersion(version)
            .setResource(body)
            .build());
  }
}
