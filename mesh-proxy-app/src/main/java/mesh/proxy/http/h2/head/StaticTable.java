package mesh.proxy.http.h2.head;

import java.util.HashMap;
import java.util.Map;
import mesh.proxy.http.HeaderNames;
import org.jspecify.annotations.Nullable;

/** Fields that both ends know from the start (RFC 7541 appendix A). */
final class StaticTable {

  static final int SIZE = 61;

  private static final String[] FIELDS = {
    ":authority", "",
    ":method", "GET",
    ":method", "POST",
    ":path", "/",
    ":path", "/index.html",
    ":scheme", "http",
    ":scheme", "https",
    ":status", "200",
    ":status", "204",
    ":status", "206",
    ":status", "304",
    ":status", "400",
    ":status", "404",
    ":status", "500",
    "accept-charset", "",
    "accept-encoding", "gzip, deflate",
    "accept-language", "",
    "accept-ranges", "",
    "accept", "",
    "access-control-allow-origin", "",
    "age", "",
    "allow", "",
    "authorization", "",
    "cache-control", "",
    "content-disposition", "",
    "content-encoding", "",
    "content-language", "",
    "content-length", "",
    "content-location", "",
    "content-range", "",
    "content-type", "",
    "cookie", "",
    "date", "",
    "etag", "",
    "expect", "",
    "expires", "",
    "from", "",
    "host", "",
    "if-match", "",
    "if-modified-since", "",
    "if-none-match", "",
    "if-range", "",
    "if-unmodified-since", "",
    "last-modified", "",
    "link", "",
    "location", "",
    "max-forwards", "",
    "proxy-authenticate", "",
    "proxy-authorization", "",
    "range", "",
    "referer", "",
    "refresh", "",
    "retry-after", "",
    "server", "",
    "set-cookie", "",
    "strict-transport-security", "",
    "transfer-encoding", "",
    "user-agent", "",
    "vary", "",
    "via", "",
    "www-authenticate", ""
  };

  private static final Map<String, String> USUAL = new HashMap<>();

  static {
    for (int at = 0; at < FIELDS.length; at += 2) {
      USUAL.put(FIELDS[at], FIELDS[at]);
    }
    HeaderNames.usual().forEach(name -> USUAL.put(name, name));
  }

  private StaticTable() {}

  /**
   * The name of an entry.
   *
   * @param index 1 to {@link #SIZE}
   */
  static String name(int index) {
    return FIELDS[2 * index - 2];
  }

  /**
   * The value of an entry; may be empty.
   *
   * @param index 1 to {@link #SIZE}
   */
  static String value(int index) {
    return FIELDS[2 * index - 1];
  }

  /** The shared instance of a usual name; others as they are. */
  static String usual(String name) {
    @Nullable String shared = USUAL.get(name);
    return shared == null ? name : shared;
  }
}
