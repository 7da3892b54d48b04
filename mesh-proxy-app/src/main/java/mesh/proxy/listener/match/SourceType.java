package mesh.proxy.listener.match;

/** Where a connection comes from. */
public enum SourceType {
  ANY,
  /** This machine: the same address as ours, or loopback. */
  SAME_IP_OR_LOOPBACK,
  /** Anywhere else. */
  EXTERNAL
}
