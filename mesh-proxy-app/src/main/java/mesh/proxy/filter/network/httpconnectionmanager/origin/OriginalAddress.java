package mesh.proxy.filter.network.httpconnectionmanager.origin;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.CidrRanges;
import org.jspecify.annotations.Nullable;

/** A way to find the client's address in a request head. Immutable; shared by all loops. */
public sealed interface OriginalAddress {

  /** Nothing found, and the peer is appended. */
  Found NOTHING_APPENDED = new Found(null, false, true, null);

  /**
   * What was found.
   *
   * @param address null if nothing was
   * @param trusted it may make the request an internal one
   * @param appends the peer is still to be appended to x-forwarded-for
   * @param refusal the answer to a request without an address, or null
   */
  record Found(
      @Nullable InetSocketAddress address,
      boolean trusted,
      boolean appends,
      @Nullable LocalReply refusal) {

    public static final Found NOTHING = new Found(null, false, false, null);
  }

  /**
   * Looks.
   *
   * @param peer who is at the other end of the connection
   */
  Found find(Headers head, SocketAddress peer);

  /**
   * In {@code x-forwarded-for}.
   *
   * @param hops entries at its end that are proxies'
   * @param appends as in {@link Found}
   */
  record Hops(int hops, boolean appends) implements OriginalAddress {

    @Override
    public Found find(Headers head, SocketAddress peer) {
      String list = head.joined(HeaderNames.X_FORWARDED_FOR);
      return found(list == null ? null : ForwardedFor.last(list, hops), appends);
    }
  }

  /**
   * In {@code x-forwarded-for}, in front of known proxies.
   *
   * @param proxies whose word is taken
   * @param appends as in {@link Found}
   */
  record Proxies(CidrRanges proxies, boolean appends) implements OriginalAddress {

    @Override
    public Found find(Headers head, SocketAddress peer) {
      if (!proxies.contains(peer)) {
        return NOTHING_APPENDED; // whatever it says, its own address is known
      }
      String list = head.joined(HeaderNames.X_FORWARDED_FOR);
      return found(list == null ? null : ForwardedFor.lastBefore(list, proxies), appends);
    }
  }

  /**
   * In a field of its own.
   *
   * @param name lower case
   * @param trusted as in {@link Found}
   * @param refusal as in {@link Found}
   */
  record Field(String name, boolean trusted, @Nullable LocalReply refusal)
      implements OriginalAddress {

    @Override
    public Found find(Headers head, SocketAddress peer) {
      String text = head.get(name);
      InetSocketAddress address = text == null ? null : ForwardedFor.address(text);
      if (address == null) {
        return refusal == null ? Found.NOTHING : new Found(null, false, false, refusal);
      }
      return new Found(address, trusted, false, null);
    }
  }

  private static Found found(@Nullable ForwardedFor entry, boolean appends) {
    if (entry == null || entry.address() == null) {
      return appends ? NOTHING_APPENDED : Found.NOTHING;
    }
    return new Found(entry.address(), entry.single(), appends, null);
  }
}
