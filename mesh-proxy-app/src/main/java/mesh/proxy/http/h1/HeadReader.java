package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.InlineHeaders;
import mesh.proxy.http.Spelling;
import mesh.proxy.http.UnderscorePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Reads one block of field lines into {@link Headers} and notes what framing and routing need.
 * Confined to one connection; the findings are valid until the next read.
 *
 * <p>Strict on purpose: lines end in CR LF, nothing is folded, no space stands before a colon, no
 * control character in a value. What a lenient reader would repair is where two proxies disagree,
 * and that is how requests are smuggled.
 */
final class HeadReader {

  /** Whose heads are read. */
  enum From {
    CLIENT,
    SERVER
  }

  private static final int MOST_NOMINATED = 10; // names in Connection, as in Envoy

  private final Http1Config config;
  private final From from;

  // Findings.
  @Nullable Fault fault;
  long contentLength; // -1: none
  boolean chunked;
  boolean close; // connection: close
  boolean keepAlive; // connection: keep-alive
  boolean upgrade; // connection: upgrade, and an upgrade field
  @Nullable String host;
  @Nullable String connection; // all of it

  private boolean sawUpgradeToken;
  private @Nullable String upgradeTo;
  private @Nullable String transferEncoding;
  private long seen; // of names, a bit by hash

  HeadReader(Http1Config config, From from) {
    this.config = config;
    this.from = from;
  }

  /** True if a byte stands there that no part of a head may hold; line ends are not looked at. */
  static boolean hasInvalidCharacter(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != Syntax.CR && bytes[at] != Syntax.LF && !Syntax.isFieldValue(bytes[at])) {
        return true;
      }
    }
    return false;
  }

  /**
   * Index just past the empty line that ends a head, or -1 if it is not all there.
   *
   * @param from where to look from; at a line's start, or anywhere inside the block
   */
  static int endOfHead(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == Syntax.LF) {
        int next = at + 1;
        if (next < to && bytes[next] == Syntax.LF) {
          return next
              + 1; // bare LF: ends the head all the same, so that it is refused now, not waited for
        }
        if (next + 1 < to && bytes[next] == Syntax.CR && bytes[next + 1] == Syntax.LF) {
          return next + 2;
        }
      }
    }
    return -1;
  }

  /**
   * Reads field lines up to the empty line.
   *
   * @param from first byte of the first line
   * @param to just past the empty line
   * @param into gets the fields, but for hop-by-hop ones and Host
   * @return false if there is a {@link #fault}
   */
  boolean read(byte[] bytes, int from, int to, Headers into) {
    clear();
    int at = from;
    int count = 0;
    while (at < to && bytes[at] != Syntax.CR) {
      at = readLine(bytes, at, to, into);
      if (at < 0) {
        return false;
      }
      if (++count > config.limits().maxHeaderCount()) {
        return refuse(Fault.TOO_MANY);
      }
    }
    if (at + 1 >= to || bytes[at + 1] != Syntax.LF) {
      return refuse(Fault.MALFORMED);
    }
    return finish(into);
  }

  private void clear() {
    fault = null;
    contentLength = -1;
    chunked = false;
    close = false;
    keepAlive = false;
    upgrade = false;
    host = null;
    connection = null;
    sawUpgradeToken = false;
    upgradeTo = null;
    transferEncoding = null;
    seen = 0;
  }

  /** Reads one line; returns the start of the next, or -1 after a fault. */
  private int readLine(byte[] bytes, int from, int to, Headers into) {
    String written = config.names() == NameCase.PRESERVED ? written(bytes, from, to) : null;
    int at = from;
    int hash = 0;
    boolean underscore = false;
    for (; at < to; at++) {
      byte lower = Syntax.lowerToken(bytes[at]);
      if (lower == 0) {
        break;
      }
      underscore |= lower == '_';
      bytes[at] = lower; // in place: nobody needs the old spelling
      hash = FieldNames.step(hash, lower);
    }
    if (at == from || at >= to || bytes[at] != ':') {
      refuse(Fault.MALFORMED);
      return -1;
    }
    String name = FieldNames.of(bytes, from, at, hash);
    if (written != null) {
      spell(name, written, into);
    }
    int start = at + 1;
    while (start < to && Syntax.isWhitespace(bytes[start])) {
      start++;
    }
    int end = start;
    while (end < to && Syntax.isFieldValue(bytes[end])) {
      end++;
    }
    if (end + 1 >= to || bytes[end] != Syntax.CR || bytes[end + 1] != Syntax.LF) {
      refuse(Fault.MALFORMED);
      return -1;
    }
    int next = end + 2;
    while (end > start && Syntax.isWhitespace(bytes[end - 1])) {
      end--;
    }
    if (underscore && config.underscores() != UnderscorePolicy.ALLOW) {
      if (config.underscores() == UnderscorePolicy.DROP_HEADER) {
        return next;
      }
      refuse(Fault.UNDERSCORE);
      return -1;
    }
    String value = new String(bytes, start, end - start, ISO_8859_1);
    long bit = 1L << (hash * 0x9E3779B9 >>> 26);
    boolean again = (seen & bit) != 0; // most likely
    seen |= bit;
    if (again && isInline(name) && isRepeated(name, value, into)) {
      return next;
    }
    return take(name, value, into) ? next : -1;
  }

  private static String written(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && Syntax.lowerToken(bytes[end]) != 0) {
      end++;
    }
    return new String(bytes, from, end - from, ISO_8859_1);
  }

  private static void spell(String name, String written, Headers into) {
    Spelling spelling = into.spelling();
    if (spelling == null) {
      spelling = new Spelling();
      into.spelling(spelling);
    }
    spelling.add(name, written);
  }

  private boolean isInline(String name) {
    return from == From.CLIENT ? InlineHeaders.ofRequests(name) : InlineHeaders.ofResponses(name);
  }

  /** Joins the value to an earlier one of that name, if there is one. */
  private static boolean isRepeated(String name, String value, Headers into) {
    boolean own = name == HeaderNames.CONTENT_LENGTH || name == HeaderNames.TE; // have rules
    String earlier = own ? null : into.get(name);
    if (earlier == null) {
      return false;
    }
    if (!value.isEmpty()) {
      into.set(name, earlier.isEmpty() ? value : earlier + "," + value);
    }
    return true;
  }

  private boolean take(String name, String value, Headers into) {
    // Identity is enough: usual names are the shared instances.
    if (name == HeaderNames.CONTENT_LENGTH) {
      return takeLength(value, into);
    }
    if (name == HeaderNames.TRANSFER_ENCODING) {
      transferEncoding = transferEncoding == null ? value : transferEncoding + "," + value;
      return true;
    }
    if (name == HeaderNames.CONNECTION) {
      return takeConnection(value);
    }
    if (name == HeaderNames.HOST && from == From.CLIENT) {
      if (host != null) {
        return refuse(Fault.MALFORMED); // RFC 9112 section 3.2: more than one Host is a 400
      }
      host = value;
      return true;
    }
    if (name == HeaderNames.KEEP_ALIVE) {
      return true;
    }
    if (name == HeaderNames.PROXY_CONNECTION) {
      close |= hasToken(value, "close"); // no standard, but old clients mean it
      return true;
    }
    if (name == HeaderNames.TE && from == From.CLIENT) {
      if (hasToken(value, "trailers")) {
        into.set(HeaderNames.TE, "trailers");
      }
      return true;
    }
    if (name == HeaderNames.UPGRADE) {
      upgradeTo = value;
    }
    into.add(name, value);
    return true;
  }

  private boolean takeLength(String value, Headers into) {
    long length = parseLength(value);
    if (length < 0 || contentLength >= 0) { // a second one is refused even if it says the same
      return refuse(Fault.MALFORMED);
    }
    contentLength = length;
    into.add(HeaderNames.CONTENT_LENGTH, value);
    return true;
  }

  private boolean takeConnection(String value) {
    connection = connection == null ? value : connection + "," + value;
    close |= hasToken(value, "close");
    keepAlive |= hasToken(value, "keep-alive");
    sawUpgradeToken |= hasToken(value, "upgrade");
    return true;
  }

  private boolean finish(Headers into) {
    if (transferEncoding != null && !finishTransferEncoding(transferEncoding, into)) {
      return false;
    }
    if (upgradeTo != null) {
      upgrade = sawUpgradeToken && !upgradeTo.equalsIgnoreCase("h2c"); // RFC 9113 has no h2c
      if (!upgrade) {
        into.remove(HeaderNames.UPGRADE);
      }
      if (sawUpgradeToken && !upgrade) {
        into.remove(HeaderNames.HTTP2_SETTINGS);
      }
    }
    return connection == null || upgrade || from == From.SERVER || dropNominated(connection, into);
  }

  private boolean finishTransferEncoding(String encoding, Headers into) {
    chunked = encoding.equalsIgnoreCase("chunked");
    if (contentLength >= 0) {
      if (!chunked || !config.chunkedWithLength()) {
        return refuse(Fault.LENGTH_AND_CHUNKED);
      }
      contentLength = -1;
      into.remove(HeaderNames.CONTENT_LENGTH);
    }
    return chunked || refuse(Fault.BAD_TRANSFER_ENCODING);
  }

  /** Removes the fields that {@code Connection} names (RFC 9110 section 7.6.1). */
  private boolean dropNominated(String connection, Headers into) {
    if (connection.length() <= "keep-alive".length() && connection.indexOf(',') < 0) {
      if (connection.equalsIgnoreCase("close") || connection.equalsIgnoreCase("keep-alive")) {
        return true; // nearly always
      }
    }
    String[] tokens = connection.split(",", -1);
    if (tokens.length >= MOST_NOMINATED) {
      return refuse(Fault.BAD_CONNECTION_HEADER);
    }
    for (String token : tokens) {
      String name = token.strip().toLowerCase(java.util.Locale.ROOT);
      switch (name) {
        case "", "close", "keep-alive", "upgrade", "te", "http2-settings" -> {}
        case "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto" -> {
          return refuse(Fault.BAD_CONNECTION_HEADER); // a hop has no say over these
        }
        case "host" -> host = null;
        default -> {
          if (name.startsWith(":")) {
            return refuse(Fault.BAD_CONNECTION_HEADER);
          }
          into.remove(name);
        }
      }
    }
    return true;
  }

  private boolean refuse(Fault found) {
    fault = found;
    return false;
  }

  /** 1 to 18 digits, nothing else; -1 otherwise. */
  static long parseLength(String value) {
    int digits = value.length();
    if (digits == 0 || digits > 18) {
      return -1;
    }
    long length = 0;
    for (int at = 0; at < digits; at++) {
      int digit = value.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      length = length * 10 + digit;
    }
    return length;
  }

  /** True if a comma-separated list holds the token, in any case. */
  static boolean hasToken(String list, String token) {
    int length = token.length();
    for (int from = 0; from <= list.length() - length; ) {
      int comma = list.indexOf(',', from);
      int to = comma < 0 ? list.length() : comma;
      int start = from;
      while (start < to && list.charAt(start) <= ' ') {
        start++;
      }
      int end = to;
      while (end > start && list.charAt(end - 1) <= ' ') {
        end--;
      }
      if (end - start == length && list.regionMatches(true, start, token, 0, length)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }
}
