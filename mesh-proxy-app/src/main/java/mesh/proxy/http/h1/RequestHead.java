package mesh.proxy.http.h1;

import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes headers of the bytes of a request's head: its line, its fields, and what both together say
 * about where it is to go. Confined to one event loop.
 */
final class RequestHead {

  private final Http1Config config;
  private final RequestLine line;
  private final HeadReader heads;
  private final ConnectionInfo info;

  RequestHead(Http1Config config, RequestLine line, HeadReader heads, ConnectionInfo info) {
    this.config = config;
    this.line = line;
    this.heads = heads;
    this.info = info;
  }

  /**
   * Reads a whole head.
   *
   * @param into gets its fields and pseudo-headers
   * @return what is wrong with it; null if nothing is
   */
  @Nullable Fault read(byte[] bytes, int from, int to, Headers into) {
    if (!RequestLine.mayBeginWith(bytes[from])) {
      return Fault.MALFORMED;
    }
    int fields = line.read(bytes, from, to);
    Fault fault = line.fault;
    if (fields >= 0) {
      into.add(HeaderNames.METHOD, line.method)
          .add(HeaderNames.SCHEME, "") // the connection manager knows better, unless a URL has one
          .add(HeaderNames.AUTHORITY, "")
          .add(HeaderNames.PATH, line.target);
      fault = heads.read(bytes, fields, to, into) ? requestFault(into) : heads.fault;
    }
    if (fault != null && HeadReader.hasInvalidCharacter(bytes, from, to)) {
      return Fault.INVALID_CHARACTERS;
    }
    return fault;
  }

  private @Nullable Fault requestFault(Headers head) {
    boolean connect = line.method.equals("CONNECT");
    if (connect && heads.contentLength > 0) {
      return Fault.BODY_DISALLOWED;
    }
    if (connect && heads.chunked) {
      return Fault.BAD_TRANSFER_ENCODING;
    }
    String authority = heads.host;
    if (connect || isAbsolute(line.target)) {
      RequestTarget target =
          connect ? RequestTarget.ofConnect(line.target) : RequestTarget.ofUrl(line.target);
      Fault fault = take(target, head);
      if (fault != null) {
        return fault;
      }
      authority = target.authority();
    }
    if (line.http10 && !config.http10()) {
      return Fault.OLD_VERSION;
    }
    if (line.http10 && heads.chunked) {
      return Fault.MALFORMED; // RFC 9112 section 6.1: HTTP/1.0 has no chunks
    }
    if (authority == null && line.http10 && !config.defaultHost().isEmpty()) {
      authority = config.defaultHost();
    }
    if (authority == null) {
      head.remove(HeaderNames.AUTHORITY);
    } else if (!authority.isEmpty()) {
      head.set(HeaderNames.AUTHORITY, authority);
    }
    return authority == null || Syntax.isAuthority(authority) ? null : Fault.BAD_AUTHORITY;
  }

  private boolean isAbsolute(String target) {
    boolean path = target.charAt(0) == '/' || target.equals("*") && line.method.equals("OPTIONS");
    return !path && config.absoluteUrl();
  }

  private @Nullable Fault take(RequestTarget target, Headers head) {
    if (target.fault() != null) {
      return target.fault();
    }
    if (target.path() == null || target.scheme() == null) {
      head.remove(HeaderNames.PATH);
      head.remove(HeaderNames.CONTENT_LENGTH);
      return null;
    }
    head.set(HeaderNames.PATH, target.path());
    head.set(HeaderNames.SCHEME, target.scheme());
    boolean exposed = target.scheme().equals("https") && info.tls() == null;
    return exposed && config.validateScheme() ? Fault.HTTPS_IN_PLAINTEXT : null;
  }
}
