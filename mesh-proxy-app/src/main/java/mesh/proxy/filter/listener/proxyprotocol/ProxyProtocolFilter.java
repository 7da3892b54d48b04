package mesh.proxy.filter.listener.proxyprotocol;

import io.netty.buffer.ByteBuf;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.proxyprotocol.ProxyHeader.Absent;
import mesh.proxy.filter.listener.proxyprotocol.ProxyHeader.Broken;
import mesh.proxy.filter.listener.proxyprotocol.ProxyHeader.Header;
import mesh.proxy.filter.listener.proxyprotocol.ProxyHeader.Incomplete;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/** Waits for the header and takes it out of the way. Shared: it has no state. */
final class ProxyProtocolFilter implements ListenerFilter {

  private final boolean optional;
  private final boolean first;
  private final boolean second;
  private final Counts counts;

  /** The {@code proxy_proto.} statistics. Shared by all loops. */
  record Counts(Counter notFoundDisallowed, Counter notFoundAllowed, ByVersion v1, ByVersion v2) {

    static Counts of(Stats root, String prefix) {
      Stats scope = root.scope("proxy_proto").scope(prefix);
      Stats versions = scope.scope("versions");
      return new Counts(
          scope.counter("not_found_disallowed"),
          scope.counter("not_found_allowed"),
          ByVersion.of(versions.scope("v1")),
          ByVersion.of(versions.scope("v2")));
    }

    ByVersion version(int version) {
      return version == 1 ? v1 : v2;
    }
  }

  /** Of one version. Shared by all loops. */
  record ByVersion(Counter found, Counter disallowed, Counter error) {

    static ByVersion of(Stats scope) {
      return new ByVersion(
          scope.counter("found"), scope.counter("disallowed"), scope.counter("error"));
    }
  }

  /**
   * A filter.
   *
   * @param optional connections without header may go on
   * @param first version 1 is taken
   * @param second version 2 is taken
   */
  ProxyProtocolFilter(boolean optional, boolean first, boolean second, Counts counts) {
    this.optional = optional;
    this.first = first;
    this.second = second;
    this.counts = counts;
  }

  @Override
  public Verdict onBytes(ByteBuf data, ConnectionInfo info) {
    // A version that is not taken is looked for only to be refused, and with optional headers not
    // at all.
    return switch (ProxyHeader.read(data, first || !optional, second || !optional)) {
      case Incomplete wait -> Verdict.NEED_MORE;
      case Absent none -> absent();
      case Broken(int version) -> {
        counts.version(version).error().increment();
        yield Verdict.CLOSE;
      }
      case Header header -> taken(info, data, header);
    };
  }

  private Verdict absent() {
    (optional ? counts.notFoundAllowed() : counts.notFoundDisallowed()).increment();
    return optional ? Verdict.DONE : Verdict.CLOSE;
  }

  private Verdict taken(ConnectionInfo info, ByteBuf data, Header header) {
    ByVersion version = counts.version(header.version());
    if (header.version() == 1 ? !first : !second) {
      version.disallowed().increment();
      return Verdict.CLOSE;
    }
    version.found().increment();
    data.skipBytes(header.bytes());
    if (header.source() != null && header.destination() != null) {
      info.remote(header.source());
      if (!header.destination().equals(info.local())) {
        info.restoreLocal(header.destination());
      }
    }
    return Verdict.DONE;
  }
}
