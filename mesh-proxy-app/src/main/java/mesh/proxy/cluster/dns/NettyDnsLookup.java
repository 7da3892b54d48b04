package mesh.proxy.cluster.dns;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;
import mesh.proxy.worker.ClientLoops;

/**
 * Asks name servers over UDP, and over TCP what does not fit. Answers on the loop of its clients.
 */
final class NettyDnsLookup implements DnsLookup {

  private final int tries;
  private final DnsNameResolver v4;
  private final DnsNameResolver v6;
  private final TtlRecorder ttls = new TtlRecorder();

  NettyDnsLookup(DnsServers servers, ClientLoops clients) {
    tries = servers.tries();
    v4 = resolver(servers, clients, ResolvedAddressTypes.IPV4_ONLY);
    v6 = resolver(servers, clients, ResolvedAddressTypes.IPV6_ONLY);
  }

  @Override
  public void find(String host, DnsFamily family, Consumer<DnsAnswer> answer) {
    find(host, family == DnsFamily.V4_ONLY ? v4 : v6, tries, answer);
  }

  private void find(
      String host, DnsNameResolver resolver, int triesLeft, Consumer<DnsAnswer> answer) {
    resolver
        .resolveAll(host)
        .addListener(
            (Future<List<InetAddress>> future) -> {
              DnsAnswer came = answer(future);
              if (came.found() || triesLeft <= 1) {
                answer.accept(came);
              } else {
                find(host, resolver, triesLeft - 1, answer);
              }
            });
  }

  private DnsAnswer answer(Future<List<InetAddress>> future) {
    if (future.isSuccess()) {
      List<InetAddress> addresses = future.getNow();
      return new DnsAnswer(true, addresses, ttls.take(addresses));
    }
    return saysNobody(future.cause()) ? DnsAnswer.NOBODY : DnsAnswer.FAILED;
  }

  /** True if a server answered, and the answer was that the name has no such address. */
  private static boolean saysNobody(Throwable failure) {
    if (!(failure instanceof UnknownHostException)) {
      return false;
    }
    // Without a cause: an answer came, and no record in it was of the kind that was asked for.
    return failure.getCause() == null
        || failure.getCause() instanceof DnsErrorCauseException error
            && error.getCode().equals(DnsResponseCode.NXDOMAIN);
  }

  private DnsNameResolver resolver(
      DnsServers servers, ClientLoops clients, ResolvedAddressTypes types) {
    var builder =
        new DnsNameResolverBuilder(clients.loop())
            .datagramChannelType(clients.transport().datagramChannel())
            .socketChannelType(clients.transport().socketChannel())
            // A port of its own for each look-up: harder to answer for somebody else.
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            .resolvedAddressTypes(types)
            .resolveCache(ttls)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
            .consolidateCacheSize(0)
            .queryTimeoutMillis(servers.timeout().toMillis());
    if (!servers.addresses().isEmpty()) {
      DnsServerAddresses all =
          servers.rotate()
              ? DnsServerAddresses.rotational(servers.addresses())
              : DnsServerAddresses.sequential(servers.addresses());
      builder.nameServerProvider(host -> all.stream());
    }
    if (!servers.searchDomains()) {
      builder.searchDomains(List.of());
    }
    return builder.build();
  }
}
