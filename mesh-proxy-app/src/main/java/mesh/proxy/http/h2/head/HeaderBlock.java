package mesh.proxy.http.h2.head;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.StatusCode;
import mesh.proxy.http.UnderscorePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Where the decoder puts the fields of a header block: straight into {@link Headers}, each one
 * checked as it comes. One instance serves all blocks of a connection. Confined to one event loop.
 *
 * <p>Faults are kept, not thrown: the block must be decoded to its end, or the peer's compression
 * state and ours part. Source of the rules: RFC 9113 sections 8.2 and 8.3.
 */
public final class HeaderBlock extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
    implements Http2Headers, FieldSink {

  private static final long NO_LENGTH = -1;
  private static final int LONGEST_LENGTH = 18; // digits that fit a long

  private final boolean requests;
  private final HttpLimits limits;
  private final UnderscorePolicy underscores;

  private Headers fields = new Headers();
  private @Nullable HeadFault fault;
  private boolean broken;
  private boolean unended;
  private boolean regularSeen;
  private int bytes;
  private int count;
  private int dropped; // fields with an underscore
  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String authority;
  private @Nullable String path;
  private @Nullable String protocol;
  private @Nullable String status;
  private @Nullable String host;
  private @Nullable StringBuilder cookies;
  private @Nullable String cookie;
  private long contentLength = NO_LENGTH;

  private HeaderBlock(boolean requests, HttpLimits limits, UnderscorePolicy underscores) {
    this.requests = requests;
    this.limits = limits;
    this.underscores = underscores;
  }

  /** For requests and their trailers. */
  public static HeaderBlock ofRequests(HttpLimits limits, UnderscorePolicy underscores) {
    return new HeaderBlock(true, limits, underscores);
  }

  /** For responses and their trailers. */
  public static HeaderBlock ofResponses(HttpLimits limits) {
    return new HeaderBlock(false, limits, UnderscorePolicy.ALLOW);
  }

  @Override
  public void begin() {
    fields = new Headers();
    fault = null;
    broken = false;
    unended = false;
    regularSeen = false;
    bytes = 0;
    count = 0;
    dropped = 0;
    method = null;
    scheme = null;
    authority = null;
    path = null;
    protocol = null;
    status = null;
    host = null;
    cookies = null;
    cookie = null;
    contentLength = NO_LENGTH;
  }

  @Override
  public void field(String name, String value, boolean clean) {
    if (fault != null) {
      return;
    }
    bytes += name.length() + value.length();
    if (bytes > limits.maxHeaderBytes() || ++count > limits.maxHeaderCount()) {
      fault = HeadFault.TOO_MANY;
    } else if (!clean) {
      fault = HeadFault.INVALID_FIELD;
    } else if (name.charAt(0) == ':') {
      addPseudo(name, value);
    } else {
      regularSeen = true;
      addRegular(name, value);
    }
  }

  private void addPseudo(String name, String value) {
    if (regularSeen || !(requests ? isOfRequest(name, value) : isOfResponse(name, value))) {
      fault = HeadFault.INVALID_FIELD;
    } else {
      fields.add(name, value);
    }
  }

  private boolean isOfResponse(String name, String value) {
    boolean first = status == null;
    status = value;
    return first && name.equals(HeaderNames.STATUS) && StatusCode.parse(value) != 0;
  }

  /** False if the field is unknown, came before, or has a value that it must not have. */
  private boolean isOfRequest(String name, String value) {
    boolean first;
    int kind;
    switch (name) {
      case HeaderNames.METHOD -> {
        first = method == null && !value.isEmpty();
        method = value;
        kind = HeaderSyntax.METHOD;
      }
      case HeaderNames.SCHEME -> {
        first = scheme == null && !value.isEmpty();
        scheme = value;
        kind = HeaderSyntax.SCHEME;
      }
      case HeaderNames.AUTHORITY -> {
        first = authority == null;
        authority = value;
        kind = HeaderSyntax.AUTHORITY;
      }
      case HeaderNames.PATH -> {
        first = path == null && !value.isEmpty();
        path = value;
        kind = HeaderSyntax.PATH;
      }
      case HeaderNames.PROTOCOL -> {
        first = protocol == null && !value.isEmpty();
        protocol = value;
        kind = HeaderSyntax.METHOD;
      }
      default -> {
        return false;
      }
    }
    return first && HeaderSyntax.isAll(kind, value);
  }

  private void addRegular(String name, String value) {
    if (underscores != UnderscorePolicy.ALLOW && name.indexOf('_') >= 0) {
      if (underscores == UnderscorePolicy.REJECT_REQUEST) {
        fault = HeadFault.UNDERSCORE;
      } else {
        dropped++;
      }
      return;
    }
    switch (name) {
      case HeaderNames.CONNECTION,
          HeaderNames.KEEP_ALIVE,
          HeaderNames.PROXY_CONNECTION,
          HeaderNames.TRANSFER_ENCODING,
          HeaderNames.UPGRADE ->
          fault = HeadFault.INVALID_FIELD;
      case HeaderNames.TE -> addTe(value);
      case HeaderNames.CONTENT_LENGTH -> addLength(value);
      case HeaderNames.HOST -> addHost(value);
      case HeaderNames.COOKIE -> addCookie(value);
      default -> fields.add(name, value);
    }
  }

  private void addTe(String value) {
    if (value.equalsIgnoreCase("trailers")) {
      fields.add(HeaderNames.TE, value);
    } else {
      fault = HeadFault.INVALID_FIELD;
    }
  }

  private void addLength(String value) {
    if (contentLength != NO_LENGTH
        || value.isEmpty()
        || value.length() > LONGEST_LENGTH
        || !HeaderSyntax.isAll(HeaderSyntax.DIGITS, value)) {
      fault = HeadFault.INVALID_FIELD;
      return;
    }
    contentLength = Long.parseLong(value);
    fields.add(HeaderNames.CONTENT_LENGTH, value);
  }

  private void addHost(String value) {
    if (!requests) {
      fields.add(HeaderNames.HOST, value);
    } else if (host != null || !HeaderSyntax.isAll(HeaderSyntax.AUTHORITY, value)) {
      fault = HeadFault.INVALID_FIELD;
    } else {
      host = value; // stands in for a missing :authority, else it is dropped
    }
  }

  /** Joins what clients cut into crumbs for the sake of compression (RFC 9113 section 8.2.3). */
  private void addCookie(String value) {
    if (!requests) {
      fields.add(HeaderNames.COOKIE, value);
    } else if (cookie == null) {
      cookie = value;
    } else {
      if (cookies == null) {
        cookies = new StringBuilder(cookie);
      }
      cookies.append("; ").append(value);
    }
  }

  /**
   * What is wrong with the block as the head of a request; null if nothing is.
   *
   * @param extendedConnect true if {@code :protocol} is allowed (RFC 8441)
   */
  public @Nullable HeadFault requestFault(boolean extendedConnect) {
    if (fault != null) {
      return fault;
    }
    if (method == null || (authority == null && host == null)) {
      return HeadFault.INVALID_MESSAGE;
    }
    boolean connect = method.equals("CONNECT");
    if (protocol != null && !(connect && extendedConnect)) {
      return extendedConnect ? HeadFault.INVALID_MESSAGE : HeadFault.INVALID_FIELD;
    }
    if (connect && protocol == null) { // RFC 9113 section 8.5
      return scheme == null && path == null && authority != null ? null : HeadFault.INVALID_MESSAGE;
    }
    if (scheme == null || path == null) {
      return HeadFault.INVALID_MESSAGE;
    }
    boolean rooted = path.charAt(0) == '/' || (path.equals("*") && method.equals("OPTIONS"));
    return rooted ? null : HeadFault.INVALID_MESSAGE;
  }

  /** What is wrong with the block as the head of a response; null if nothing is. */
  public @Nullable HeadFault responseFault() {
    if (fault != null) {
      return fault;
    }
    if (status == null) {
      return HeadFault.INVALID_MESSAGE;
    }
    return status.equals("101") ? HeadFault.INVALID_FIELD : null; // RFC 9113 section 8.6
  }

  /** What is wrong with the block as trailers; null if nothing is. */
  public @Nullable HeadFault trailersFault() {
    if (unended) {
      return HeadFault.INVALID_MESSAGE;
    }
    boolean pseudo =
        status != null
            || method != null
            || scheme != null
            || authority != null
            || path != null
            || protocol != null;
    return fault == null && pseudo ? HeadFault.INVALID_FIELD : fault;
  }

  /** The block cannot be decoded: its stream is only opened, to die with the connection. */
  public void breaks() {
    broken = true;
  }

  public boolean isBroken() {
    return broken;
  }

  /** The block stands where trailers do, and yet the message goes on. */
  public void goesOn() {
    unended = true;
  }

  /** The fields; owned by the caller until the end of time. Call it once a block. */
  public Headers take() {
    Headers taken = fields;
    if (host != null && authority == null) {
      taken = withAuthority(taken, host);
    }
    if (cookie != null) {
      taken.add(HeaderNames.COOKIE, cookies == null ? cookie : cookies.toString());
    }
    return taken;
  }

  // Pseudo header fields come first, so it cannot simply be added.
  private static Headers withAuthority(Headers fields, String authority) {
    var moved = new Headers(fields.size() + 2).add(HeaderNames.AUTHORITY, authority);
    fields.forEach(moved::add);
    return moved;
  }

  /** -1 if the message does not say. */
  public long contentLength() {
    return contentLength;
  }

  /** Fields left out because of an underscore in their name. */
  public int dropped() {
    return dropped;
  }

  /** True for {@code :protocol}. */
  public boolean isExtendedConnect() {
    return protocol != null;
  }

  // What Netty asks of a block.

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public @Nullable CharSequence status() {
    return status;
  }

  @Override
  public @Nullable CharSequence method() {
    return method;
  }

  @Override
  public @Nullable CharSequence scheme() {
    return scheme;
  }

  @Override
  public @Nullable CharSequence authority() {
    return authority;
  }

  @Override
  public @Nullable CharSequence path() {
    return path;
  }

  @Override
  public Http2Headers method(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers scheme(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers authority(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers path(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers status(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
    return false;
  }
}
