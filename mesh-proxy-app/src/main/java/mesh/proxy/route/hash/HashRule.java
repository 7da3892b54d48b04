package mesh.proxy.route.hash;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.List;
import mesh.proxy.hash.XxHash64;
import mesh.proxy.http.Headers;
import mesh.proxy.match.QueryString;
import mesh.proxy.match.RegexRewrite;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** What of a request is hashed. Immutable. */
sealed interface HashRule {

  /**
   * Hashes.
   *
   * @return {@link HashPolicies#NO_HASH} if the request does not have it
   */
  long hash(Headers head, StreamInfo info, HashPolicies.CookieSink cookies);

  /**
   * A header field; of several fields all, in any order.
   *
   * @param name lower case
   */
  record Header(String name, @Nullable RegexRewrite rewrite) implements HashRule {

    @Override
    public long hash(Headers head, StreamInfo info, HashPolicies.CookieSink cookies) {
      String value = head.get(name);
      if (value == null) {
        return HashPolicies.NO_HASH;
      }
      if (isSingle(head)) {
        return XxHash64.hash(rewritten(value));
      }
      List<String> values = head.all(name);
      values.replaceAll(this::rewritten);
      Collections.sort(values);
      return XxHash64.hash(String.join("", values));
    }

    private boolean isSingle(Headers head) {
      int found = 0;
      for (int at = 0; at < head.size(); at++) {
        found += head.name(at).equals(name) ? 1 : 0;
      }
      return found == 1;
    }

    private String rewritten(String value) {
      return rewrite == null ? value : rewrite.rewrite(value);
    }
  }

  /**
   * A cookie, made here if the client has none.
   *
   * @param ttlSeconds of a cookie made here; 0 for one that lives as long as the browser, -1 to
   *     make none
   * @param attributes appended to a cookie made here, from its first semicolon on; may be empty
   */
  record Cookie(String name, long ttlSeconds, String attributes) implements HashRule {

    @Override
    public long hash(Headers head, StreamInfo info, HashPolicies.CookieSink cookies) {
      String value = Cookies.value(head, name);
      if (value != null && !value.isEmpty()) {
        return XxHash64.hash(value);
      }
      if (ttlSeconds < 0) {
        return HashPolicies.NO_HASH;
      }
      // Of the connection, not of the request: requests that come together get the same cookie.
      String made =
          Long.toHexString(
              XxHash64.hash(text(info.connection.remote()) + text(info.connection.local())));
      cookies.add(name + "=\"" + made + "\"" + attributes);
      return XxHash64.hash(made);
    }

    private static String text(SocketAddress address) {
      return address instanceof InetSocketAddress socket
          ? socket.getAddress().getHostAddress() + ":" + socket.getPort()
          : address.toString();
    }
  }

  /** The client's address. */
  record SourceIp() implements HashRule {

    @Override
    public long hash(Headers head, StreamInfo info, HashPolicies.CookieSink cookies) {
      return info.remote instanceof InetSocketAddress socket
          ? XxHash64.hash(socket.getAddress().getHostAddress())
          : HashPolicies.NO_HASH;
    }
  }

  /** A query parameter. */
  record QueryParameter(String name) implements HashRule {

    @Override
    public long hash(Headers head, StreamInfo info, HashPolicies.CookieSink cookies) {
      String value = QueryString.value(head.path(), name);
      return value == null ? HashPolicies.NO_HASH : XxHash64.hash(value);
    }
  }

  /** Something that a filter left. */
  record FilterState(String key) implements HashRule {

    @Override
    public long hash(Headers head, StreamInfo info, HashPolicies.CookieSink cookies) {
      Object value = info.filterState(key);
      return value == null ? HashPolicies.NO_HASH : XxHash64.hash(value.toString());
    }
  }
}
