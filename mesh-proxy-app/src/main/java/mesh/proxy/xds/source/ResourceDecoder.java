package mesh.proxy.xds.source;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;

/** Reads what a response holds, and refuses what cannot be one. */
final class ResourceDecoder {

  private static final String WRAPPER = "envoy.service.discovery.v3.Resource";

  private ResourceDecoder() {}

  /**
   * All resources of a response.
   *
   * @throws RefusedUpdateException with every fault
   */
  static <M extends Message> List<Resource<M>> decode(
      ResourceType<M> type, List<Response.Body> bodies) {
    List<Resource<M>> decoded = new ArrayList<>(bodies.size());
    List<RefusedUpdateException.Fault> faults = new ArrayList<>();
    Set<String> names = HashSet.newHashSet(bodies.size());
    for (int at = 0; at < bodies.size(); at++) {
      try {
        Resource<M> resource = decode(type, bodies.get(at).any(), at, bodies.get(at).version());
        if (!names.add(resource.name())) {
          throw new InvalidConfigException(
              "name", resource.name(), "a name that no other resource of the response has");
        }
        decoded.add(resource);
      } catch (InvalidConfigException e) {
        faults.add(new RefusedUpdateException.Fault(at, "resources[" + at + "]", e));
      }
    }
    if (!faults.isEmpty()) {
      throw new RefusedUpdateException(faults);
    }
    return decoded;
  }

  /**
   * One resource.
   *
   * @throws InvalidConfigException if it is of another type, broken, or has no name
   */
  static <M extends Message> Resource<M> decode(
      ResourceType<M> type, Any body, int index, String version) {
    if (TypedConfig.typeName(body).equals(WRAPPER)) {
      var wrapper = wrapper(body);
      if (!wrapper.hasResource()) {
        throw new InvalidConfigException("resource", null, "a " + type.typeUrl());
      }
      String own = wrapper.getVersion();
      return decode(type, wrapper.getResource(), index, own.isEmpty() ? version : own);
    }
    M message = TypedConfig.decode(body, type.prototype());
    String name = type.name().apply(message);
    if (name.isEmpty()) {
      throw new InvalidConfigException("name", "", "not empty");
    }
    return new Resource<>(index, name, version, body, message);
  }

  private static io.envoyproxy.envoy.service.discovery.v3.Resource wrapper(Any body) {
    try {
      return io.envoyproxy.envoy.service.discovery.v3.Resource.parseFrom(body.getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException("", e.getMessage(), "an encoded " + WRAPPER);
    }
  }
}
