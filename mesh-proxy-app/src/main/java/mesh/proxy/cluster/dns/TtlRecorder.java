package mesh.proxy.cluster.dns;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.NoopDnsCache;
import java.net.InetAddress;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache that forgets everything but how long it might have remembered: the only place where the
 * resolver tells of it. Confined to the resolver's loop.
 */
final class TtlRecorder implements DnsCache {

  private static final int MOST = 1_000; // answers that nobody takes must not pile up

  private final Map<InetAddress, Long> seconds = new IdentityHashMap<>();

  /** The shortest time of these addresses, which are then forgotten; zero if it is not known. */
  Duration take(List<InetAddress> addresses) {
    long shortest = Long.MAX_VALUE;
    for (InetAddress address : addresses) {
      Long known = seconds.remove(address);
      if (known != null) {
        shortest = Math.min(shortest, known);
      }
    }
    return shortest == Long.MAX_VALUE ? Duration.ZERO : Duration.ofSeconds(shortest);
  }

  @Override
  public void clear() {
    seconds.clear();
  }

  @Override
  public boolean clear(String hostname) {
    return false;
  }

  @Override
  public @Nullable List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
    return null;
  }

  @Override
  public DnsCacheEntry cache(
      String hostname,
      DnsRecord[] additionals,
      InetAddress address,
      long originalTtl,
      EventLoop loop) {
    if (seconds.size() >= MOST) {
      seconds.clear();
    }
    seconds.put(address, originalTtl);
    return NoopDnsCache.INSTANCE.cache(hostname, additionals, address, originalTtl, loop);
  }

  @Override
  public DnsCacheEntry cache(
      String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
    return NoopDnsCache.INSTANCE.cache(hostname, additionals, cause, loop);
  }
}
