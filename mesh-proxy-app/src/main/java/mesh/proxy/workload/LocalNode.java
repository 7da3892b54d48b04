package mesh.proxy.workload;

import com.google.protobuf.Struct;

/**
 * The workload that this proxy works for. Immutable.
 *
 * @param id of the node; may be empty
 * @param peerMetadata what other proxies are told
 */
public record LocalNode(String id, Workload workload, String peerMetadata) {

  /** Nobody in particular. */
  public static final LocalNode UNKNOWN = of("", Struct.getDefaultInstance());

  /**
   * Reads a node.
   *
   * @param metadata with the keys that Istio uses
   */
  public static LocalNode of(String id, Struct metadata) {
    Workload workload = PeerMetadata.ofNode(metadata);
    return new LocalNode(id, workload, PeerMetadata.encode(workload, metadata));
  }
}
