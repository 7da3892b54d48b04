package mesh.proxy.xds.source;

import com.google.protobuf.Any;
import java.util.List;

/**
 * What a server said, in whichever dialect. Immutable.
 *
 * @param isState true if it names everything, false if it names differences
 * @param server what the server calls itself; may be empty
 */
record Response(
    String typeUrl,
    String nonce,
    String version,
    List<Body> bodies,
    List<String> removed,
    boolean isState,
    String server) {

  /** One resource, with a version of its own where the dialect has one. */
  record Body(Any any, String version) {}
}
