package mesh.proxy.cluster.dns;

/** All resolvers of the process, one for each set of servers. */
@FunctionalInterface
public interface DnsLookups {

  /** The resolver for these servers; the same one for equal sets. On the control loop. */
  DnsLookup of(DnsServers servers);
}
