package mesh.proxy.cluster.dns;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mesh.proxy.worker.ClientLoops;

/** The resolvers that ask real servers. Confined to the control loop. */
public final class Resolvers implements DnsLookups, AutoCloseable {

  private final ClientLoops clients;
  private final Map<DnsServers, DnsLookup> made = new HashMap<>();
  private final ExecutorService blocking =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("getaddrinfo").factory());

  public Resolvers(ClientLoops clients) {
    this.clients = clients;
  }

  @Override
  public DnsLookup of(DnsServers servers) {
    return made.computeIfAbsent(servers, this::make);
  }

  private DnsLookup make(DnsServers servers) {
    return switch (servers.kind()) {
      case DNS -> new NettyDnsLookup(servers, clients);
      case OPERATING_SYSTEM -> new SystemDnsLookup(blocking);
    };
  }

  @Override
  public void close() {
    blocking.shutdownNow();
  }
}
