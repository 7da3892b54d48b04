package mesh.proxy.http.h2.head;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * {@link Headers} as the encoder wants to see them: pseudo header fields first, those of a
 * connection left out (RFC 9113 section 8.2.2). One instance serves all heads of a connection; it
 * is its own iterator and its own entry, so a head costs no object. Confined to one event loop.
 */
public final class HeaderView extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
    implements Http2Headers,
        Iterator<Map.Entry<CharSequence, CharSequence>>,
        Map.Entry<CharSequence, CharSequence> {

  private Headers fields = new Headers();
  private boolean plainConnect; // a head with neither :scheme nor :path
  private boolean hasAuthority;
  private boolean pseudo; // which pass we are in
  private int next;
  private int current;

  /** Shows other fields, which must not change until they are encoded. */
  public HeaderView of(Headers shown) {
    fields = shown;
    hasAuthority = shown.contains(HeaderNames.AUTHORITY);
    plainConnect =
        "CONNECT".equals(shown.get(HeaderNames.METHOD)) && !shown.contains(HeaderNames.PROTOCOL);
    return this;
  }

  @Override
  public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
    pseudo = true;
    next = 0;
    seek();
    return this;
  }

  @Override
  public boolean hasNext() {
    return next < fields.size();
  }

  @Override
  public Map.Entry<CharSequence, CharSequence> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    current = next++;
    seek();
    return this;
  }

  @Override
  public CharSequence getKey() {
    return fields.name(current);
  }

  @Override
  public CharSequence getValue() {
    return fields.value(current);
  }

  @Override
  public CharSequence setValue(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  /** Moves to the next field that is sent. */
  private void seek() {
    int size = fields.size();
    while (true) {
      if (next == size) {
        if (!pseudo) {
          return;
        }
        pseudo = false;
        next = 0;
      } else if (isSent(fields.name(next))) {
        return;
      } else {
        next++;
      }
    }
  }

  private boolean isSent(String name) {
    if (name.charAt(0) == ':') {
      return pseudo
          && !(plainConnect && (name.equals(HeaderNames.SCHEME) || name.equals(HeaderNames.PATH)));
    }
    return !pseudo && !isOfConnection(name);
  }

  private boolean isOfConnection(String name) {
    return switch (name.length()) { // spares most names a comparison
      case 2 -> name.equals(HeaderNames.TE) && !"trailers".equals(fields.value(next));
      case 4 -> hasAuthority && name.equals(HeaderNames.HOST);
      case 7 -> name.equals(HeaderNames.UPGRADE);
      case 10 -> name.equals(HeaderNames.CONNECTION) || name.equals(HeaderNames.KEEP_ALIVE);
      case 14 -> name.equals(HeaderNames.HTTP2_SETTINGS);
      case 16 -> name.equals(HeaderNames.PROXY_CONNECTION);
      case 17 -> name.equals(HeaderNames.TRANSFER_ENCODING);
      default -> false;
    };
  }

  // What Netty asks of a head.

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public @Nullable CharSequence status() {
    return fields.get(HeaderNames.STATUS);
  }

  @Override
  public @Nullable CharSequence method() {
    return fields.get(HeaderNames.METHOD);
  }

  @Override
  public @Nullable CharSequence scheme() {
    return fields.get(HeaderNames.SCHEME);
  }

  @Override
  public @Nullable CharSequence authority() {
    return fields.get(HeaderNames.AUTHORITY);
  }

  @Override
  public @Nullable CharSequence path() {
    return fields.get(HeaderNames.PATH);
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
