package mesh.proxy.http.h2.head;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Map;
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
    implements Http2Headers {

  private static final long NO_LENGTH = -1;
  private static final int LONGEST_LENGTH = 18; // digits that fit a long

  private static final Map<String, String> USUAL = new HashMap<>();

  static {
    HeaderNames.usual().forEach(name -> USUAL.put(name, name));
  }

  private final boolean requests;
  private final HttpLimits limits;
  private final UnderscorePolicy underscores;

  private Headers fields = new Headers();
  private @Nullable HeadFault fault;
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

  /** Forgets the last block. */
  public HeaderBlock begin() {
    fields = new Headers();
    fault = null;
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
    return this;
  }

  @Override
  public HeaderBlock add(CharSequence name, CharSequence value) {
    if (fault != null) {
      return this;
    }
    var ascii = (AsciiString) name;
    var text = (AsciiString) value;
    bytes += ascii.length() + text.length();
    if (bytes > limits.maxHeaderBytes() || ++count > limits.maxHeaderCount()) {
      fault = HeadFault.TOO_MANY;
    } else if (ascii.isEmpty()) {
      fault = HeadFault.INVALID_FIELD;
    } else if (ascii.byteAt(0) == ':') {
      addPseudo(usual(ascii), text);
    } else {
      regularSeen = true;
      addRegular(ascii, text);
    }
    return this;
  }

  private void addPseudo(String name, AsciiString value) {
    if (regularSeen || !isKnown(name, value)) {
      fault = HeadFault.INVALID_FIELD;
    } else {
      fields.add(name, value.toString());
    }
  }

  /** False if the field is unknown, came before, or has a value that it must not have. */
  private boolean isKnown(String name, AsciiString value) {
    if (!requests) {
      boolean first = status == null;
      status = value.toString();
      return first && name.equals(HeaderNames.STATUS) && StatusCode.parse(status) != 0;
    }
    boolean first;
    int kind;
    switch (name) {
      case HeaderNames.METHOD -> {
        first = method == null && !value.isEmpty();
        method = value.toString();
        kind = HeaderSyntax.METHOD;
      }
      case HeaderNames.SCHEME -> {
        first = scheme == null && !value.isEmpty();
        scheme = value.toString();
        kind = HeaderSyntax.SCHEME;
      }
      case HeaderNames.AUTHORITY -> {
        first = authority == null;
        authority = value.toString();
        kind = HeaderSyntax.AUTHORITY;
      }
      case HeaderNames.PATH -> {
        first = path == null && !value.isEmpty();
        path = value.toString();
        kind = HeaderSyntax.PATH;
      }
      case HeaderNames.PROTOCOL -> {
        first = protocol == null && !value.isEmpty();
        protocol = value.toString();
        kind = HeaderSyntax.METHOD;
      }
      default -> {
        return false;
      }
    }
    return first && HeaderSyntax.isAll(kind, value);
  }

  private void addRegular(AsciiString ascii, AsciiString value) {
    if (!HeaderSyntax.isAll(HeaderSyntax.NAME, ascii)
        || !HeaderSyntax.isAll(HeaderSyntax.VALUE, value)) {
      fault = HeadFault.INVALID_FIELD;
      return;
    }
    if (underscores != UnderscorePolicy.ALLOW && ascii.indexOf('_', 0) >= 0) {
      if (underscores == UnderscorePolicy.REJECT_REQUEST) {
        fault = HeadFault.UNDERSCORE;
      } else {
        dropped++;
      }
      return;
    }
    String name = usual(ascii);
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
      default -> fields.add(name, value.toString());
    }
  }

  private void addTe(AsciiString value) {
    if (value.contentEqualsIgnoreCase("trailers")) {
      fields.add(HeaderNames.TE, value.toString());
    } else {
      fault = HeadFault.INVALID_FIELD;
    }
  }

  private void addLength(AsciiString value) {
    if (contentLength != NO_LENGTH
        || value.isEmpty()
        || value.length() > LONGEST_LENGTH
        || !HeaderSyntax.isAll(HeaderSyntax.DIGITS, value)) {
      fault = HeadFault.INVALID_FIELD;
      return;
    }
    contentLength = value.parseLong();
    fields.add(HeaderNames.CONTENT_LENGTH, value.toString());
  }

  private void addHost(AsciiString value) {
    if (!requests) {
      fields.add(HeaderNames.HOST, value.toString());
    } else if (host != null || !HeaderSyntax.isAll(HeaderSyntax.AUTHORITY, value)) {
      fault = HeadFault.INVALID_FIELD;
    } else {
      host = value.toString(); // stands in for a missing :authority, else it is dropped
    }
  }

  /** Joins what clients cut into crumbs for the sake of compression (RFC 9113 section 8.2.3). */
  private void addCookie(AsciiString value) {
    if (!requests) {
      fields.add(HeaderNames.COOKIE, value.toString());
    } else if (cookie == null) {
      cookie = value.toString();
    } else {
      if (cookies == null) {
        cookies = new StringBuilder(cookie);
      }
      cookies.append("; ").append((CharSequence) value);
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
    boolean pseudo =
        status != null
            || method != null
            || scheme != null
            || authority != null
            || path != null
            || protocol != null;
    return fault == null && pseudo ? HeadFault.INVALID_FIELD : fault;
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

  private static String usual(AsciiString name) {
    String text = name.toString(); // kept by names of the compression tables
    String shared = USUAL.get(text);
    return shared == null ? text : shared;
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
