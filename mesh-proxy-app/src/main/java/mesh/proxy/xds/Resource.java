package mesh.proxy.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

/**
 * One resource as it was delivered. Immutable.
 *
 * @param index where it stands in its response, to say where a fault is
 * @param version of the resource, or of the response that brought it
 * @param body as it came; equal bytes are the same configuration
 */
public record Resource<M extends Message>(
    int index, String name, String version, Any body, M message) {}
