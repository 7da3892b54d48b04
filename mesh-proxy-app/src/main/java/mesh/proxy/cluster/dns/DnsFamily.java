package mesh.proxy.cluster.dns;

/** Which kinds of addresses are wanted. */
public enum DnsFamily {
  /** IPv6; IPv4 if there is none. */
  AUTO,
  V4_ONLY,
  V6_ONLY,
  /** IPv4; IPv6 if there is none. */
  V4_PREFERRED,
  ALL
}
